"""What may scale to zero has something that takes capacity away. A step policy that wakes it never does."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import scale_to_zero
from guardrails.rule import Family, Finding, Level, Severity, Stack, StackRule, not_applicable, violation

RULE = StackRule(
    id="appautoscaling-scale-to-zero-scale-in",
    family=Family.COST,
    severity=Severity.MEDIUM,
    resources=(*scale_to_zero.TYPES, scale_to_zero.SCHEDULE),
    summary="A scalable target that may go to zero has a policy or a schedule that takes capacity away.",
    cause="Capacity goes up once and never down again: it is billed for as if nothing scaled.",
    remedy="add a TargetTrackingScaling policy, or a scheduled action that lowers the capacity",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """Each target that may go to zero needs one."""
    targets = scale_to_zero.at_zero(stack)
    if not targets:
        yield not_applicable("nothing of SageMaker scales to zero")
    for target, _ in targets:
        policies = [each for each in stack.of(scale_to_zero.POLICY) if scale_to_zero.belongs(each, target)]
        schedules = [each for each in stack.of(scale_to_zero.SCHEDULE) if scale_to_zero.belongs(each, target)]
        if not schedules and not any(scale_to_zero.takes_away(policy) for policy in policies):
            yield violation("minCapacity", "is 0, and nothing takes capacity away", target)
