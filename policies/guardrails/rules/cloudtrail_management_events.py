"""A trail writes down management events, reads and writes."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.props import Props
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="cloudtrail-management-events",
    family=Family.LOGGING,
    severity=Severity.MEDIUM,
    resources=("aws:cloudtrail/trail:Trail",),
    summary="A trail writes down management events, reads and writes.",
    cause="Nobody can say who changed what.",
    remedy="set includeManagementEvents to true and readWriteType to All in one of eventSelectors",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html",
    frameworks=("AWS FSBP CloudTrail.1",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A trail without selectors writes them down; one selector of several is enough."""
    selectors = resource["eventSelectors"]
    if selectors.missing:
        yield not_applicable("the trail has no event selectors of this kind")
    quiet = [_is_quiet(selector) for selector in selectors.each()]
    if quiet and all(quiet):
        yield violation(selectors, "have no includeManagementEvents with a readWriteType of All")


def _is_quiet(selector: Props) -> bool:
    kind = selector["readWriteType"].text()
    return selector["includeManagementEvents"].flag() is False or kind not in {None, "All"}
