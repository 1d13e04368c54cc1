"""Fixtures of sagemaker-notebook-vpc."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

NOTEBOOK = aws("sagemaker/notebookInstance", instanceType="ml.t3.medium", roleArn=U)

CASES = Cases(
    passes=[NOTEBOOK.but(subnetId=U), NOTEBOOK.but(subnetId="subnet-1", securityGroups=["sg-1"])],
    fails=[NOTEBOOK.but(("subnetId is not set",)), NOTEBOOK.but(("subnetId is not set",), securityGroups=["sg-1"])],
    not_applicable=[],
    presence_only=True,
    always_applicable=True,
)
