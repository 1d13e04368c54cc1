"""Fixtures of sagemaker-variant-capacity."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

NOTHING = "instanceType is not set, and the variant is not serverless"


def config(variant: object, where: str = "productionVariants") -> Case:
    return aws("sagemaker/endpointConfiguration", **{where: [variant]})


SERVERLESS = {"modelName": "fraud", "serverlessConfig": {"maxConcurrency": 5.0, "memorySizeInMb": 2048.0}}

CASES = Cases(
    passes=[
        config({"modelName": "fraud", "instanceType": "ml.m5.large"}),
        config({"modelName": "fraud", "instanceType": "ml.m5.large", "initialInstanceCount": 2.0}),
        config({"modelName": "fraud", "instanceType": U}),
        config(SERVERLESS),
        config({"serverlessConfig": U}),
        config({"modelName": "fraud", "instanceType": "ml.m5.large"}, "shadowProductionVariants"),
    ],
    fails=[
        config({"modelName": "fraud"}).but((f"productionVariants[0].{NOTHING}",)),
        config({"modelName": "fraud"}, "shadowProductionVariants").but((f"shadowProductionVariants[0].{NOTHING}",)),
    ],
    not_applicable=[],
    unknown=[config(U)],
    always_applicable=True,
)
