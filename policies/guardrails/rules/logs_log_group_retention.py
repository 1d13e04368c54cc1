"""A log group has a retention. Without one, or with 0, CloudWatch keeps events for ever."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Level, Resource, Rule, Setting, Severity, not_applicable, violation

RULE = Rule(
    id="logs-log-group-retention",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:cloudwatch/logGroup:LogGroup",),
    summary="A log group says how long its events are kept.",
    cause="Events are kept, and paid for, for ever; or nobody can say how long they will be there.",
    remedy="set retentionInDays to what audit and privacy demand",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html",
    frameworks=("AWS FSBP CloudWatch.16",),
    level=Level.ADVISORY,
    settings=(
        Setting(
            "minDays",
            {"type": "integer", "minimum": 1, "maximum": 3653, "description": "Shortest retention in days"},
            1,
        ),
        Setting(
            "maxDays",
            {"type": "integer", "minimum": 1, "maximum": 3653, "description": "Longest retention in days"},
            3653,
        ),
    ),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A DELIVERY log group has a fixed retention."""
    days = resource["retentionInDays"]
    if resource["logGroupClass"].text() == "DELIVERY":
        yield not_applicable("a DELIVERY log group keeps events for two days")
    elif days.missing:
        yield violation(days, "is not set, so events are kept for ever")
    elif (number := days.number()) == 0:
        yield violation(days, "is 0, so events are kept for ever")
    elif number is not None and not resource.number("minDays") <= number <= resource.number("maxDays"):
        lowest, highest = resource.number("minDays"), resource.number("maxDays")
        yield violation(days, f"is {days.show()}, outside {lowest:g} to {highest:g} days")
