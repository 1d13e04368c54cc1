"""Fixtures of sagemaker-feature-offline-kms."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

GROUP = aws("sagemaker/featureGroup", featureGroupName="f", roleArn=U)


def store(**config: object) -> Case:
    return GROUP.but(offlineStoreConfig={"s3StorageConfig": {"s3Uri": "s3://features/", **config}})


CASES = Cases(
    passes=[store(kmsKeyId=U)],
    fails=[store().but(("offlineStoreConfig.s3StorageConfig.kmsKeyId is not set",))],
    not_applicable=[GROUP],
    presence_only=True,
)
