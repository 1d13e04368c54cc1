"""Fixtures of sagemaker-notebook-imds."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

NOTEBOOK = aws("sagemaker/notebookInstance", instanceType="ml.t3.medium", roleArn=U)
KEY = "instanceMetadataServiceConfiguration"
LOWEST = f"{KEY}.minimumInstanceMetadataServiceVersion"


def lowest(version: object) -> dict[str, object]:
    return {KEY: {"minimumInstanceMetadataServiceVersion": version}}


CASES = Cases(
    passes=[NOTEBOOK.but(**lowest("2"))],
    fails=[
        NOTEBOOK.but((f"{LOWEST} is 1",), **lowest("1")),
        NOTEBOOK.but((f"{LOWEST} is not set",), **{KEY: {}}),
        NOTEBOOK.but((f"{LOWEST} is not set",)),
    ],
    not_applicable=[],
    unknown=[NOTEBOOK.but(**lowest(U)), NOTEBOOK.but(**{KEY: U})],
    always_applicable=True,
)
