"""A scheduled action that sets one limit fits the other one, which its target has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import appautoscaling
from guardrails.demands import is_set
from guardrails.rule import Family, Finding, Resource, Severity, Stack, StackRule, not_applicable, violation

OTHER: Final = {"minCapacity": "maxCapacity", "maxCapacity": "minCapacity"}

RULE = StackRule(
    id="appautoscaling-schedule-within-target",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(appautoscaling.TARGET, appautoscaling.SCHEDULE),
    summary="A scheduled minimum is not above the target's maximum, nor a scheduled maximum below its minimum.",
    cause="The action fails when its time comes, and the capacity stays as it was.",
    remedy="set both minCapacity and maxCapacity in the action, or change the target's limit",
    url="https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-policy-overview.html",
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """Where some action moves the limit that this one leaves alone, only the clock knows what it is."""
    applies = False
    targets = frozenset(target.urn for target in stack.of(appautoscaling.TARGET))
    for target in stack.of(appautoscaling.TARGET):
        movers = [each for each in stack.of(appautoscaling.SCHEDULE) if _may_be_of(each, target, targets)]
        mine = [each for each in movers if appautoscaling.same_target(each, target)]
        for limit, other in OTHER.items():
            if not any(is_set(each["scalableTargetAction"][other]) for each in movers):
                applies = applies or bool(mine)
                for action in mine:
                    yield from _beyond(action, target, limit, other)
    if not applies:
        yield not_applicable("no scheduled action sets one limit of a target of the stack and leaves the other alone")


def _may_be_of(action: Resource, target: Resource, targets: frozenset[str]) -> bool:
    """True unless it surely is another target's: one with an unknown id may be anybody's that it is not made from."""
    elsewhere = any(urn in targets and urn != target.urn for urn in action.links.get("resourceId", ()))
    return appautoscaling.same_target(action, target) or (not elsewhere and appautoscaling.waits(action, target))


def _beyond(action: Resource, target: Resource, limit: str, other: str) -> Iterator[Finding]:
    node = action["scalableTargetAction"][limit]
    new, standing = node.number(), target[other].number()
    if new is None or standing is None:
        return
    least, most, side = (new, standing, "above") if limit == "minCapacity" else (standing, new, "below")
    if least > most:
        yield violation(node, f"is {new:g}, {side} {other} {standing:g} of {target.name}", action)
