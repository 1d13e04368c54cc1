"""What is meant to scale to zero can: the copies of a component and the instances of its endpoint, both."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import scale_to_zero
from guardrails.rule import Family, Finding, Level, Resource, Severity, Stack, StackRule, not_applicable, violation

RULE = StackRule(
    id="appautoscaling-scale-to-zero-reachable",
    family=Family.COST,
    severity=Severity.MEDIUM,
    resources=scale_to_zero.TYPES,
    summary="Where all inference components may go to zero, so may the endpoint's instances, and the other way round.",
    cause="The instances run, and are billed, for nothing: a cost control that looks as if it worked.",
    remedy="set managedInstanceScaling to ENABLED with minInstanceCount 0, and every target's minCapacity to 0",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """Judge each configuration by the components on its endpoint: one that stays keeps the instances."""
    pairs = scale_to_zero.by_config(stack)
    if not pairs:
        yield not_applicable("the stack has no endpoint with inference components")
    for config, components in pairs:
        found = [_targets(stack, component) for component in components]
        resting = [any(target["minCapacity"].number() == 0 for target in targets) for targets in found]
        waits = any(target["minCapacity"].unknown for targets in found for target in targets)
        for least in scale_to_zero.least_instances(config):
            number = least.number()
            if all(resting) and number != 0 and not least.unknown:
                yield violation(least, f"is {least.show()}, but its components may go to zero copies", config)
            elif not any(resting) and number == 0 and not waits:
                yield violation(least, "is 0, but no component on it may go to zero copies", config)


def _targets(stack: Stack, component: Resource) -> list[Resource]:
    return [target for target in stack.of(scale_to_zero.TARGET) if scale_to_zero.scales(target, component)]
