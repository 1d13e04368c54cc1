"""What scales to zero comes back when it is called. Target tracking cannot do that: at zero it has no data."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import cloudwatch_alarms, scale_to_zero
from guardrails.rule import Family, Finding, Severity, Stack, StackRule, not_applicable, violation

RULE = StackRule(
    id="appautoscaling-scale-to-zero-leavable",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=scale_to_zero.TYPES,
    summary="A scalable target that may go to zero has a step scaling policy and the alarm that starts it.",
    cause="After the first idle time every call fails until somebody changes the capacity by hand.",
    remedy="add a StepScaling policy that adds 1 from lower bound 0, and an alarm on the metric that starts it",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html",
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """Each target that may go to zero needs both."""
    targets = scale_to_zero.at_zero(stack)
    if not targets:
        yield not_applicable("nothing of SageMaker scales to zero")
    for target, metric in targets:
        policies = [
            policy
            for policy in stack.of(scale_to_zero.POLICY)
            if scale_to_zero.belongs(policy, target) and scale_to_zero.steps_out(policy)
        ]
        if not policies:
            yield violation("minCapacity", "is 0, and no step scaling policy of the target adds capacity", target)
        elif not any(
            scale_to_zero.wakes(alarm, policy, metric)
            for alarm in stack.of(cloudwatch_alarms.ALARM)
            for policy in policies
        ):
            yield violation("policyType", f"is StepScaling, and no alarm on {metric} starts the policy", policies[0])
