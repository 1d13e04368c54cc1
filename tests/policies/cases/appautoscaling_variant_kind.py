"""Fixtures of appautoscaling-variant-kind."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws, stack

INSTANCES = "sagemaker:variant:DesiredInstanceCount"
CONCURRENCY = "sagemaker:variant:DesiredProvisionedConcurrency"
TARGET = aws(
    "appautoscaling/target",
    called="target",
    resourceId="endpoint/live/variant/main",
    scalableDimension=INSTANCES,
    minCapacity=1.0,
    maxCapacity=4.0,
)
ENDPOINT = aws("sagemaker/endpoint", called="endpoint", name="live", endpointConfigName="live-config")
LARGE = {"variantName": "main", "modelName": "model", "instanceType": "ml.m5.large", "initialInstanceCount": 1.0}
SMALL = {**LARGE, "instanceType": "ml.t2.medium"}
SERVERLESS = {
    "variantName": "main",
    "modelName": "model",
    "serverlessConfig": {"memorySizeInMb": 2048.0, "maxConcurrency": 20.0, "provisionedConcurrency": 5.0},
}
RARE = TARGET.but(scalableDimension=CONCURRENCY)
MADE = TARGET.but(resourceId=U).made_from(resourceId="endpoint")
LINKED = ENDPOINT.but(name=U, endpointConfigName=U).made_from(endpointConfigName="config")


def config(*variants: object) -> Case:
    return aws(
        "sagemaker/endpointConfiguration", called="config", name="live-config", productionVariants=list(variants)
    )


def shadow(variant: dict[str, object]) -> dict[str, object]:
    return {**variant, "variantName": "shadow"}


BURSTABLE = (f"target: scalableDimension is {INSTANCES}, and config runs on ml.t2.medium;",)
NO_INSTANCES = (f"target: scalableDimension is {INSTANCES}, and config is serverless;",)
NOT_SERVERLESS = (f"target: scalableDimension is {CONCURRENCY}, and config is not serverless;",)

CASES = Cases(
    passes=[
        stack(TARGET, ENDPOINT, config(LARGE)),
        stack(TARGET, ENDPOINT, config(LARGE, shadow(SMALL))),
        stack(TARGET, ENDPOINT, config(shadow(SMALL), LARGE)),
        stack(RARE, ENDPOINT, config(SERVERLESS)),
        stack(TARGET, ENDPOINT, config(shadow(SMALL))),
        stack(MADE, LINKED, config(LARGE).but(name=U)),
        stack(MADE, LINKED, config(LARGE, shadow(SMALL)).but(name=U)),
        stack(TARGET, ENDPOINT, config({**LARGE, "variantName": None})),
        stack(MADE, LINKED, config(LARGE, {**SMALL, "variantName": "b", "instanceType": "ml.t2.large"})),
        stack(TARGET, ENDPOINT, config({**LARGE, "instanceType": "ml.t3.medium"})),
    ],
    fails=[
        stack(TARGET, ENDPOINT, config(SMALL), names=BURSTABLE),
        stack(TARGET, ENDPOINT, config(SMALL, shadow(SMALL)), names=BURSTABLE),
        stack(TARGET.but(scalableDimension=INSTANCES), ENDPOINT, config(SERVERLESS), names=NO_INSTANCES),
        stack(RARE, ENDPOINT, config(LARGE), names=NOT_SERVERLESS),
        stack(MADE, LINKED, config(SMALL).but(name=U), names=BURSTABLE),
        stack(MADE, LINKED, config(SMALL, shadow(SMALL)).but(name=U), names=BURSTABLE),
        stack(TARGET, ENDPOINT, config({**SMALL, "variantName": None}), names=BURSTABLE),
        stack(
            MADE, LINKED, config(SMALL, {**SMALL, "variantName": "b", "instanceType": "ml.t2.large"}), names=BURSTABLE
        ),
    ],
    not_applicable=[
        stack(TARGET),
        stack(ENDPOINT, config(SMALL)),
        stack(TARGET.but(resourceId="endpoint/other/variant/main"), ENDPOINT, config(SMALL)),
        stack(TARGET, ENDPOINT.but(endpointConfigName="other"), config(SMALL)),
        stack(TARGET.but(scalableDimension="ecs:service:DesiredCount"), ENDPOINT, config(SMALL)),
    ],
    unknown=[
        stack(MADE, LINKED, config(U)),
        stack(TARGET, ENDPOINT, config({**SMALL, "variantName": U})),
        stack(MADE.made_from(resourceId="other"), LINKED, config(SMALL)),
        stack(TARGET, ENDPOINT, config({**SMALL, "instanceType": U})),
        stack(TARGET, ENDPOINT, config(U)),
        stack(RARE, ENDPOINT, config(U)),
        stack(TARGET, ENDPOINT, config().but(productionVariants=U)),
        stack(TARGET.but(scalableDimension=U), ENDPOINT, config(SMALL)),
    ],
)
