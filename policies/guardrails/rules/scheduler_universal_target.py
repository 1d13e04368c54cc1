"""A schedule that calls an API directly names it as Scheduler does, and the call changes something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from guardrails.aws import events
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

UNIVERSAL: Final = re.compile(r"arn:aws[a-z-]*:scheduler:::aws-sdk:[a-z0-9-]+:([A-Za-z0-9]+)", re.ASCII)
READING: Final = re.compile(
    "get|describe|list|poll|receive|search|scan|query|select|read|lookup|discover|validate|retrieve|invokeModel"
    "|batchGet|batchDescribe|batchRead|transactGet|adminGet|adminList|testMigration|testConnection"
    "|translateDocument|isAuthorized",
    re.IGNORECASE,
)
"""Beginnings of the actions that Scheduler does not call, as its guide lists them."""

RULE = Rule(
    id="scheduler-universal-target",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(events.SCHEDULE,),
    summary="A universal target is arn:aws:scheduler:::aws-sdk:service:action, and the action does not only read.",
    cause="EventBridge Scheduler rejects the schedule.",
    remedy="write arn:aws:scheduler:::aws-sdk:service:action; for one that reads, schedule a function that calls it",
    url="https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """State machines have ARNs that look alike, with another service in front."""
    target = resource["target.arn"]
    arn = target.text() or ""
    if ":aws-sdk:" not in arn:
        yield not_applicable("the target is a resource")
        return
    found = UNIVERSAL.fullmatch(arn)
    if not found:
        yield violation(target, f"is {target.show()}, which is no universal target")
    elif READING.match(found[1]):
        yield violation(target, f"is {target.show()}, which only reads")
