"""The log group of a state machine is named with all its streams."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.states_language import MACHINE
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="sfn-log-destination",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=(MACHINE,),
    summary="A state machine that logs names a log group whose ARN ends with :*.",
    cause="Step Functions rejects the state machine: Log Group ARN must be provided with '*' qualifier.",
    remedy="set loggingConfiguration.logDestination to the log group's ARN followed by :*",
    url="https://docs.aws.amazon.com/step-functions/latest/apireference/API_CloudWatchLogsLogGroup.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Pulumi's own ARN of a log group has no such end."""
    level, group = resource["loggingConfiguration.level"], resource["loggingConfiguration.logDestination"]
    if group.missing:
        if level.missing or level.text() == "OFF":
            yield not_applicable("the state machine does not log")
        elif level.text():
            yield violation(group, f"is not set for the level {level.show()}")
    elif not (group.text() or ":*").endswith(":*"):
        yield violation(group, f"is {group.show()}, which does not end with :*")
