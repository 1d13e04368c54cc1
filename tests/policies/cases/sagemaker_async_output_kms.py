"""Fixtures of sagemaker-async-output-kms."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def config(**more: object) -> Case:
    return aws("sagemaker/endpointConfiguration", productionVariants=[{"instanceType": "ml.m5.large"}], **more)


CASES = Cases(
    passes=[config(asyncInferenceConfig={"outputConfig": {"s3OutputPath": U, "kmsKeyId": U}})],
    fails=[
        config(asyncInferenceConfig={"outputConfig": {"s3OutputPath": U}}).but(
            ("asyncInferenceConfig.outputConfig.kmsKeyId is not set",)
        )
    ],
    not_applicable=[config()],
    presence_only=True,
)
