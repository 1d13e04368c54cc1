"""Fixtures of sagemaker-model-network."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws, stack

OPEN = aws("sagemaker/model", called="named", name="named")
ISOLATED = OPEN.but(enableNetworkIsolation=True)
UNNAMED = OPEN.but(name=U)
SERVERLESS = {"serverlessConfig": {"memorySizeInMb": 1024.0}}
INSTANCE = {"instanceType": "ml.m5.large"}
FOUND = ("named: enableNetworkIsolation is not true",)


def config(model: object, variant: dict[str, object], called: str = "config") -> Case:
    return aws("sagemaker/endpointConfiguration", called=called, productionVariants=[{"modelName": model, **variant}])


LINKED = {"productionVariants": "named"}
UNNAMED_VARIANT = aws("sagemaker/endpointConfiguration", called="config", productionVariants=[SERVERLESS])

SECOND = aws("sagemaker/model", called="second")
BY_NAME = config("named", SERVERLESS).made_from(productionVariants="second")

CASES = Cases(
    passes=[
        stack(ISOLATED, config(U, SERVERLESS).made_from(productionVariants="role")),
        stack(ISOLATED.but(name=None), config("named", INSTANCE).made_from(**LINKED)),
        stack(ISOLATED.but(name=None), UNNAMED_VARIANT.made_from(**LINKED)),
        stack(ISOLATED.but(name=U), config(U, SERVERLESS)),
        stack(ISOLATED.but(name=None), UNNAMED_VARIANT),
        stack(ISOLATED, config("other", SERVERLESS).made_from(**LINKED)),
        stack(ISOLATED, config("named", INSTANCE)),
        stack(ISOLATED, config(U, INSTANCE).made_from(**LINKED)),
        stack(ISOLATED, config("other", SERVERLESS)),
        stack(ISOLATED, config("named", SERVERLESS), config("named", INSTANCE, "second")),
        stack(OPEN.but(vpcConfig=U)),
    ],
    fails=[
        stack(OPEN, config(U, SERVERLESS).made_from(productionVariants="role"), names=FOUND),
        stack(OPEN, SECOND, BY_NAME, names=("second: enableNetworkIsolation is not true",)),
        stack(OPEN.but(name=None), config("named", INSTANCE).made_from(**LINKED), names=FOUND),
        stack(OPEN.but(name=None), UNNAMED_VARIANT.made_from(**LINKED), names=FOUND),
        stack(UNNAMED, config(U, SERVERLESS), names=FOUND),
        stack(OPEN.but(name=None), UNNAMED_VARIANT, names=FOUND),
        stack(OPEN, config("other", SERVERLESS).made_from(**LINKED), names=FOUND),
        stack(OPEN, names=FOUND),
        stack(OPEN.but(enableNetworkIsolation=False), config("named", INSTANCE), names=FOUND),
        stack(OPEN, config(U, INSTANCE).made_from(**LINKED), names=FOUND),
        stack(OPEN, config("other", SERVERLESS), names=FOUND),
        stack(OPEN, config("named", SERVERLESS), config("named", INSTANCE, "second"), names=FOUND),
    ],
    not_applicable=[
        stack(OPEN, SECOND.but(enableNetworkIsolation=True), BY_NAME),
        stack(OPEN, config(U, SERVERLESS).made_from(**LINKED)),
        stack(OPEN.but(name=None), config("named", SERVERLESS).made_from(**LINKED)),
        stack(OPEN, config("named", SERVERLESS)),
        stack(UNNAMED, config(U, SERVERLESS).made_from(**LINKED)),
        stack(aws("s3/bucket")),
    ],
    unknown=[stack(OPEN.but(enableNetworkIsolation=U))],
)
