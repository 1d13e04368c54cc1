"""A rule has at most five targets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import events
from guardrails.rule import Family, Finding, Resource, Severity, Stack, StackRule, violation

MOST: Final = 5

RULE = StackRule(
    id="cloudwatch-event-rule-targets",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(events.TARGET,),
    summary="A rule of EventBridge has at most 5 targets.",
    cause="EventBridge rejects the sixth.",
    remedy="make a second rule of the same pattern, or send to a topic that many follow",
    url="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html",
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """A rule is told by the resource that its name was made from, or by Region, bus and name."""
    count: dict[object, int] = {}
    for target in stack.of(events.TARGET):
        rule = _rule(target)
        count[rule] = count.get(rule, 0) + 1
        if rule and count[rule] == MOST + 1:
            yield violation("rule", f"has a target more than {MOST}", target)


def _rule(target: Resource) -> object:
    """None for a rule whose name or bus cannot be known yet."""
    made_from = target.links.get("rule", ())
    if made_from:
        return made_from
    name, bus = target["rule"].text(), target["eventBusName"].text() or "default"
    return None if name is None or target["eventBusName"].unknown else (target.region, bus, name)
