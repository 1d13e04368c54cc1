"""A function has a log group in its stack."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.rule import Family, Finding, Level, Severity, Stack, StackRule, violation

FUNCTION: Final = "aws:lambda/function:Function"
GROUP: Final = "aws:cloudwatch/logGroup:LogGroup"

RULE = StackRule(
    id="lambda-function-log-group",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=(FUNCTION, GROUP),
    summary="A function has a log group in its stack.",
    cause="Lambda makes one that keeps everything for ever, and that nothing deletes.",
    remedy="make a LogGroup with retentionInDays, and name it in loggingConfig.logGroup",
    url="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """By loggingConfig, or by the name that Lambda would use. What is unknown may be that name."""
    groups = stack.of(GROUP)
    linked = {urn for group in groups for urns in group.links.values() for urn in urns}
    names = {group["name"].text() for group in groups}
    any_name = any(group["name"].unknown for group in groups)
    for function in stack.of(FUNCTION):
        name = function["name"]
        named = any_name or f"/aws/lambda/{name.text()}" in names or name.unknown
        if function["loggingConfig.logGroup"].missing and function.urn not in linked and not named:
            yield violation("loggingConfig.logGroup", "is not set, and no log group has the function's name", function)
