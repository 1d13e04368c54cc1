"""Fixtures of sagemaker-notebook-root."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

NOTEBOOK = aws("sagemaker/notebookInstance", instanceType="ml.t3.medium", roleArn=U)

CASES = Cases(
    passes=[NOTEBOOK.but(rootAccess="Disabled")],
    fails=[
        NOTEBOOK.but(("rootAccess is Enabled",), rootAccess="Enabled"),
        NOTEBOOK.but(("rootAccess is not set",)),
    ],
    not_applicable=[],
    unknown=[NOTEBOOK.but(rootAccess=U)],
    always_applicable=True,
)
