"""A filter of events is a pattern."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.props import MalformedPropertyError, Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="lambda-event-filters",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=("aws:lambda/eventSourceMapping:EventSourceMapping",),
    summary="The filters of a mapping are JSON objects whose values are lists.",
    cause="Lambda rejects the mapping: the filter pattern is not valid.",
    remedy='write the pattern as JSON, with each accepted value in a list, for example {"body": {"kind": ["new"]}}',
    url="https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """What is in a list is a value, or a comparison that AWS alone judges."""
    filters = resource["filterCriteria.filters"]
    if filters.missing:
        yield not_applicable("the mapping has no filters")
    for each in filters.each():
        yield from _judged(each["pattern"])


def _judged(given: Props) -> Iterator[Finding]:
    try:
        pattern = given.document()
    except MalformedPropertyError:
        yield violation(given, "is no JSON")
        return
    if pattern.unknown:
        pattern.defer()
    elif pattern.is_map:
        yield from _bare(pattern)
    elif pattern.present:
        yield violation(given, "is no JSON object")


def _bare(pattern: Props) -> Iterator[Finding]:
    """Values that stand outside of a list. A null, which would be one, cannot be told from nothing."""
    for value in dict(pattern.items()).values():
        if value.is_map:
            yield from _bare(value)
        elif any(value is each for each in value.each()):
            yield violation(value, f"is {value.show()}, which is in no list")
