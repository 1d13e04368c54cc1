"""Fixtures of sagemaker-endpoint-instances."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Case, Cases, U, aws


def config(environment: str = "prod", **variant: object) -> Case:
    case = aws("sagemaker/endpointConfiguration", productionVariants=[{"instanceType": "ml.m5.large", **variant}])
    return replace(case, environment=environment)


WHERE = "productionVariants[0].initialInstanceCount"
CASES = Cases(
    passes=[config(initialInstanceCount=2.0), config("Production", initialInstanceCount=2.0)],
    fails=[
        config(initialInstanceCount=1.0).but((f"{WHERE} is 1;",)),
        config("Production", initialInstanceCount=1.0).but((f"{WHERE} is 1;",)),
        config().but((f"{WHERE} is missing;",)),
    ],
    not_applicable=[
        config("", initialInstanceCount=1.0),
        config("sandbox", initialInstanceCount=1.0),
        config(serverlessConfig={"maxConcurrency": 1.0}),
        config(managedInstanceScaling={"minInstanceCount": 1.0}),
    ],
    unknown=[config(initialInstanceCount=U)],
)
