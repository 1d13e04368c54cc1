"""A notebook instance answers version 2 of the instance metadata service only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from guardrails.aws import sagemaker
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, violation

BLOCK: Final = "instanceMetadataServiceConfiguration"
LOWEST: Final = "minimumInstanceMetadataServiceVersion"

RULE = Rule(
    id="sagemaker-notebook-imds",
    family=Family.SAGEMAKER,
    severity=Severity.MEDIUM,
    resources=(sagemaker.NOTEBOOK,),
    summary="A notebook instance accepts version 2 of the instance metadata service only.",
    cause="A page or a notebook that can make one plain request can read the credentials of the role.",
    remedy="set minimumInstanceMetadataServiceVersion to 2",
    url="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InstanceMetadataServiceConfiguration.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """AWS allows version 1 unless told otherwise."""
    lowest = resource[f"{BLOCK}.{LOWEST}"]
    if lowest.missing:
        yield violation(lowest, "is not set, and AWS then allows version 1")
    elif (version := lowest.number()) is not None and version < 2:
        yield violation(lowest, f"is {lowest.show()}")


@RULE.remediate
def remediate(resource: Resource) -> Mapping[str, object]:
    """There is nothing in the block but the version."""
    lowest = resource[f"{BLOCK}.{LOWEST}"]
    return {} if lowest.unknown or lowest.text() == "2" else {BLOCK: {LOWEST: "2"}}
