"""A resource is registered for scaling once."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import appautoscaling
from guardrails.rule import Family, Finding, Resource, Severity, Stack, StackRule, not_applicable, violation

RULE = StackRule(
    id="appautoscaling-target-twice",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=(appautoscaling.TARGET,),
    summary="No two scalable targets of a stack are of the same resource and dimension.",
    cause="AWS has one target for both: each update overwrites the other's limits, and deleting one deletes both.",
    remedy="keep one target, and change its limits by scheduled actions",
    url="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html",
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """By the ids alone: variants of one endpoint are made from the same resource, and are not the same."""
    targets = stack.of(appautoscaling.TARGET)
    if len(targets) < 2:
        yield not_applicable("the stack has one scalable target")
        return
    seen: dict[tuple[str, str, str], Resource] = {}
    for target in targets:
        key = appautoscaling.identity(target)
        first = target if key is None else seen.setdefault(key, target)
        if first is not target:
            id_, dimension = target["resourceId"], target["scalableDimension"]
            yield violation(id_, f"is {id_.show()}, which {first.name} registers for {dimension.show()} too", target)
