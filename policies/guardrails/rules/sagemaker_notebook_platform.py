"""A notebook instance runs on a platform that AWS still supports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import sagemaker
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

UNSUPPORTED: Final = frozenset({"notebook-al1-v1", "notebook-al2-v1", "notebook-al2-v2"})
"""Platforms that AWS calls deprecated."""

RULE = Rule(
    id="sagemaker-notebook-platform",
    family=Family.SAGEMAKER,
    severity=Severity.MEDIUM,
    resources=(sagemaker.NOTEBOOK,),
    summary="A notebook instance runs on a supported platform.",
    cause="Its operating system and its JupyterLab get no security updates.",
    remedy="set platformIdentifier to notebook-al2023-v1 or later",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/nbi-al2.html",
    frameworks=("AWS FSBP SageMaker.8",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Without the property AWS takes a supported platform."""
    platform = resource["platformIdentifier"]
    if (name := platform.text()) is not None and name in UNSUPPORTED:
        yield violation(platform, f"is {platform.show()}, which gets no security updates any more")
