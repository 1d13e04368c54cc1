"""A schedule's input is JSON where the target takes nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from guardrails.aws import events
from guardrails.aws.arns import service_of
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

TAKE_JSON: Final = frozenset({"events", "lambda", "scheduler", "states"})

RULE = Rule(
    id="scheduler-schedule-input",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(events.SCHEDULE,),
    summary="The input of a function, a state machine, an event bus or an API call is JSON.",
    cause="EventBridge Scheduler rejects the schedule.",
    remedy="write target.input as JSON, a plain text in quotes",
    url="https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Target.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Queues, topics and streams take any text."""
    node = resource["target.input"]
    if node.missing or service_of(resource["target.arn"].text()) not in TAKE_JSON:
        yield not_applicable("the schedule has no input, or its target takes any text")
        return
    try:
        json.loads(node.text() or "0")
    except ValueError:
        yield violation(node, "is not valid JSON")
