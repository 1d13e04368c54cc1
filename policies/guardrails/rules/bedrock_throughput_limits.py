"""What is bought of a Bedrock model, and for how long, is something that Bedrock sells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import bedrock, service_model
from guardrails.aws.service_model import Choice, Limits, Range, Text
from guardrails.rule import Family, Finding, Resource, Rule, Severity

LIMITS: Final[Limits] = {
    "modelUnits": Range("bedrock", "PositiveInteger", 1),
    "provisionedModelName": Text("bedrock", "ProvisionedModelName", 1, 63, "([0-9a-zA-Z][_-]?)+"),
    "commitmentDuration": Choice("bedrock", "CommitmentDuration", ("OneMonth", "SixMonths")),
}

RULE = Rule(
    id="bedrock-throughput-limits",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(bedrock.THROUGHPUT,),
    summary="Provisioned throughput has a unit or more, for one or six months or without a term.",
    cause="Bedrock rejects the purchase.",
    remedy="set a value that Bedrock takes; leave commitmentDuration out where no term is wanted",
    url="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_CreateProvisionedModelThroughput.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """No term is said by saying nothing."""
    yield from service_model.refused(resource.props, LIMITS)
