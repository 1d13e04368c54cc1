"""Fixtures of sagemaker-notebook-platform."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

NOTEBOOK = aws("sagemaker/notebookInstance", instanceType="ml.t3.medium", roleArn=U)

CASES = Cases(
    passes=[
        NOTEBOOK,
        NOTEBOOK.but(platformIdentifier="notebook-al2023-v1"),
        NOTEBOOK.but(platformIdentifier="notebook-al2-v3"),
    ],
    fails=[
        NOTEBOOK.but((f"platformIdentifier is {name}",), platformIdentifier=name)
        for name in ("notebook-al1-v1", "notebook-al2-v1", "notebook-al2-v2")
    ],
    not_applicable=[],
    unknown=[NOTEBOOK.but(platformIdentifier=U)],
    always_applicable=True,
)
