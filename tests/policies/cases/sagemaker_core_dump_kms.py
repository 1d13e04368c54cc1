"""Fixtures of sagemaker-core-dump-kms."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def config(**dump: object) -> Case:
    return aws("sagemaker/endpointConfiguration", productionVariants=[{"variantName": "a", "coreDumpConfig": dump}])


BARE = {"variantName": "a"}
DUMPS = {"variantName": "b", "coreDumpConfig": {"destinationS3Uri": "s3://dumps/"}}
TWO = aws("sagemaker/endpointConfiguration", productionVariants=[BARE, DUMPS])
KEPT = {"variantName": "b", "coreDumpConfig": {"destinationS3Uri": "s3://dumps/", "kmsKeyId": U}}
SOUND = aws("sagemaker/endpointConfiguration", productionVariants=[BARE, KEPT])
CASES = Cases(
    passes=[SOUND, config(destinationS3Uri="s3://dumps/", kmsKeyId=U)],
    fails=[
        TWO.but(("productionVariants[1].coreDumpConfig.kmsKeyId is not set",)),
        config(destinationS3Uri="s3://dumps/").but(("productionVariants[0].coreDumpConfig.kmsKeyId is not set",)),
    ],
    not_applicable=[aws("sagemaker/endpointConfiguration", productionVariants=[{"variantName": "a"}])],
    presence_only=True,
)
