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
    """By loggingConfig, or by the name that Lambda would use. A name that is made up later is not guessed."""
    groups = stack.of(GROUP)
    names = [group["name"] for group in groups]
    for function in stack.of(FUNCTION):
        if function["loggingConfig.logGroup"].present:
            continue
        if any(function.urn in linked for group in groups for linked in group.links.values()):
            continue
        name = None if function["name"].missing else function["name"].text()
        if f"/aws/lambda/{name}" not in [each.text() for each in names]:
            yield violation("loggingConfig.logGroup", "is not set, and no log group has the function's name", function)
