"""A composite alarm tells somebody; it neither scales nor touches instances."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

ACTIONS: Final = ("alarmActions", "okActions", "insufficientDataActions")
REFUSED: Final = re.compile(r"arn:[^:]+:(autoscaling:.*|automate:[^:]*:ec2:.*|swf:.*:action/actions/AWS_EC2\..*)")

RULE = Rule(
    id="cloudwatch-composite-alarm-action",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=("aws:cloudwatch/compositeAlarm:CompositeAlarm",),
    summary="A composite alarm's actions are topics, functions, OpsItems or incidents.",
    cause="CloudWatch rejects the alarm: only a metric alarm starts a scaling policy or acts on an instance.",
    remedy="let a metric alarm start the policy, or call a function",
    url="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-combining.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """By the ARN, as far as it is known."""
    for name in ACTIONS:
        for action in resource[name].each():
            if REFUSED.fullmatch(action.text() or ""):
                yield violation(action, f"is {action.show()}")
