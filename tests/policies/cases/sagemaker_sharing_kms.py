"""Fixtures of sagemaker-sharing-kms."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def domain(**sharing: object) -> Case:
    return aws("sagemaker/domain", defaultUserSettings={"executionRole": U, "sharingSettings": sharing})


def profile(**sharing: object) -> Case:
    return aws("sagemaker/userProfile", userSettings={"executionRole": U, "sharingSettings": sharing})


SHARED = {"notebookOutputOption": "Allowed"}
CASES = Cases(
    passes=[domain(**SHARED, s3KmsKeyId=U), profile(**SHARED, s3KmsKeyId=U)],
    fails=[
        domain(**SHARED).but(("defaultUserSettings.sharingSettings.s3KmsKeyId is not set",)),
        profile(**SHARED).but(("userSettings.sharingSettings.s3KmsKeyId is not set",)),
    ],
    not_applicable=[domain(notebookOutputOption="Disabled"), domain(), aws("sagemaker/userProfile", userSettings={})],
    unknown=[domain(notebookOutputOption=U)],
)
