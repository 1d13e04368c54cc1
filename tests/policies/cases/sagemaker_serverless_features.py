"""Fixtures of sagemaker-serverless-features."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

VARIANT = {"variantName": "a", "serverlessConfig": {"maxConcurrency": 1.0}}
CONFIG = aws("sagemaker/endpointConfiguration", productionVariants=[VARIANT])
FIRST = "productionVariants[0]"


def variant(**more: object) -> dict[str, object]:
    return {**VARIANT, **more}


CASES = Cases(
    passes=[CONFIG, CONFIG.but(kmsKeyArn=U)],
    fails=[
        CONFIG.but(("productionVariants has more",), productionVariants=[VARIANT, {"instanceType": "ml.m5.large"}]),
        CONFIG.but(("productionVariants has more than one variant",), productionVariants=[VARIANT, VARIANT]),
        CONFIG.but(("productionVariants has more than one variant",), shadowProductionVariants=[VARIANT]),
        CONFIG.but((f"{FIRST}.instanceType is set",), productionVariants=[variant(instanceType=U)]),
        CONFIG.but((f"{FIRST}.initialInstanceCount is set",), productionVariants=[variant(initialInstanceCount=1.0)]),
        CONFIG.but((f"{FIRST}.managedInstanceScaling is set",), productionVariants=[variant(managedInstanceScaling=U)]),
        CONFIG.but((f"{FIRST}.acceleratorType is set",), productionVariants=[variant(acceleratorType="ml.eia2.large")]),
        CONFIG.but(("dataCaptureConfig is set",), dataCaptureConfig=U),
        CONFIG.but(("asyncInferenceConfig is set",), asyncInferenceConfig=U),
    ],
    not_applicable=[
        aws("sagemaker/endpointConfiguration", productionVariants=[{"instanceType": "a"}, {"instanceType": "b"}]),
        aws("sagemaker/endpointConfiguration", productionVariants=[{"instanceType": "ml.m5.large"}]),
    ],
    unknown=[CONFIG.but(productionVariants=[U]), CONFIG.but(productionVariants=U)],
)
