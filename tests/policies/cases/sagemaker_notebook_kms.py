"""Fixtures of sagemaker-notebook-kms."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

NOTEBOOK = aws("sagemaker/notebookInstance", instanceType="ml.t3.medium", roleArn=U)

CASES = Cases(
    passes=[NOTEBOOK.but(kmsKeyId=U)],
    fails=[NOTEBOOK.but(("kmsKeyId is not set",))],
    not_applicable=[],
    presence_only=True,
    always_applicable=True,
)
