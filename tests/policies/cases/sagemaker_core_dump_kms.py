"""Fixtures of sagemaker-core-dump-kms."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def config(**dump: object) -> Case:
    return aws("sagemaker/endpointConfiguration", productionVariants=[{"variantName": "a", "coreDumpConfig": dump}])


CASES = Cases(
    passes=[config(destinationS3Uri="s3://dumps/", kmsKeyId=U)],
    fails=[
        config(destinationS3Uri="s3://dumps/").but(("productionVariants[0].coreDumpConfig.kmsKeyId is not set",)),
    ],
    not_applicable=[aws("sagemaker/endpointConfiguration", productionVariants=[{"variantName": "a"}])],
    presence_only=True,
)
