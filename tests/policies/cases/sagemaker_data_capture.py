"""Fixtures of sagemaker-data-capture."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Case, Cases, U, aws


def config(environment: str = "prod", variant: object = None, **more: object) -> Case:
    variants = [variant or {"instanceType": "ml.m5.large"}]
    return replace(aws("sagemaker/endpointConfiguration", productionVariants=variants, **more), environment=environment)


SERVERLESS = {"serverlessConfig": {"maxConcurrency": 1.0}}
CAPTURE = {"enableCapture": True, "kmsKeyId": U}
CASES = Cases(
    passes=[
        config(shadowProductionVariants=[SERVERLESS], dataCaptureConfig=CAPTURE),
        config(dataCaptureConfig=CAPTURE),
        config("Production", dataCaptureConfig={"kmsKeyId": U}),
    ],
    fails=[
        config(shadowProductionVariants=[SERVERLESS]).but(("dataCaptureConfig is not set",)),
        config().but(("dataCaptureConfig is not set",)),
        config("Production").but(("dataCaptureConfig is not set",)),
        config(dataCaptureConfig={**CAPTURE, "enableCapture": False}).but(
            ("dataCaptureConfig.enableCapture is false",)
        ),
    ],
    not_applicable=[
        config(""),
        config("staging"),
        config(variant={"serverlessConfig": {"maxConcurrency": 1.0}}),
        config(asyncInferenceConfig={"outputConfig": U}),
    ],
    unknown=[config(dataCaptureConfig={"enableCapture": U})],
)
