"""Fixtures of sagemaker-notebook-internet."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

NOTEBOOK = aws("sagemaker/notebookInstance", instanceType="ml.t3.medium", roleArn=U)
CLOSED = NOTEBOOK.but(subnetId=U, securityGroups=[U], directInternetAccess="Disabled")

CASES = Cases(
    passes=[CLOSED],
    fails=[
        CLOSED.but(("directInternetAccess is Enabled",), directInternetAccess="Enabled"),
        CLOSED.but(("directInternetAccess is not set",), directInternetAccess=None),
    ],
    not_applicable=[],
    unknown=[CLOSED.but(directInternetAccess=U)],
    always_applicable=True,
)
