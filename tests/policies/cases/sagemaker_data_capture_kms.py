"""Fixtures of sagemaker-data-capture-kms."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def config(**more: object) -> Case:
    return aws("sagemaker/endpointConfiguration", productionVariants=[{"instanceType": "ml.m5.large"}], **more)


CAPTURE = {"destinationS3Uri": "s3://captured/", "initialSamplingPercentage": 100.0}
FOUND = ("dataCaptureConfig.kmsKeyId is not set",)
CASES = Cases(
    passes=[
        config(dataCaptureConfig={**CAPTURE, "kmsKeyId": U}),
        config(dataCaptureConfig={**CAPTURE, "enableCapture": True, "kmsKeyId": U}),
    ],
    fails=[
        config(dataCaptureConfig=CAPTURE).but(FOUND),
        config(dataCaptureConfig={**CAPTURE, "enableCapture": True}).but(FOUND),
    ],
    not_applicable=[config(), config(dataCaptureConfig={**CAPTURE, "enableCapture": False})],
    unknown=[config(dataCaptureConfig=U).but(), config(dataCaptureConfig={"enableCapture": U, "kmsKeyId": "k"})],
)
