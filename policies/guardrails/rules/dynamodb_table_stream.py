"""A table's stream says what it holds, and a view type belongs to a stream."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import dynamodb, dynamodb_limits, service_model
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="dynamodb-table-stream",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(dynamodb.TABLE,),
    summary="A table sets streamEnabled and streamViewType together.",
    cause="The table is rejected, or it has no stream although the program names one.",
    remedy="set streamEnabled to true and streamViewType, or neither",
    url="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_StreamSpecification.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """An empty view type is how a program says that there is none."""
    enabled, view = resource["streamEnabled"], resource["streamViewType"]
    if view.text():
        yield from service_model.refused(resource.props, dynamodb_limits.STREAM)
    if enabled.missing and view.missing:
        yield not_applicable("the table has no stream")
    elif enabled.unknown:
        enabled.defer()
    elif enabled.flag() and not view.unknown and not view.text():
        yield violation(view, "is not set, but streamEnabled is true")
    elif not enabled.flag() and view.text():
        yield violation(enabled, "is not true, so streamViewType does nothing")
