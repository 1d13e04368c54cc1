"""Throughput that cannot be cancelled is protected from being deleted."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import bedrock
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="bedrock-throughput-protected",
    family=Family.COST,
    severity=Severity.MEDIUM,
    resources=(bedrock.THROUGHPUT,),
    summary="Provisioned throughput with a commitment is protected.",
    cause="Bedrock refuses to delete it before its term ends: a destroy or a replacement fails in its middle.",
    remedy="set protect on the resource, and take it back when the term is over",
    url="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_DeleteProvisionedModelThroughput.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Without a term it can be deleted at any time."""
    term = resource["commitmentDuration"]
    if term.missing:
        yield not_applicable("it has no commitment")
    elif term.text() is not None and not resource.protect:
        yield violation(term, f"is {term.show()}, and the resource is not protected")
