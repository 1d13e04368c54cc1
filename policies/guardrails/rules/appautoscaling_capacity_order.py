"""What is scaled has a minimum that is not above its maximum."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import appautoscaling
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="appautoscaling-capacity-order",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(appautoscaling.TARGET, appautoscaling.SCHEDULE),
    summary="The minimum capacity of a scalable target, or of a scheduled action, is not above its maximum.",
    cause="Application Auto Scaling rejects it in the middle of a deployment.",
    remedy="set minCapacity to maxCapacity or less",
    url="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ScalableTargetAction.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A scheduled action may have one of the two alone."""
    sizes = resource.props if resource.type == appautoscaling.TARGET else resource["scalableTargetAction"]
    least, most = sizes["minCapacity"].number(), sizes["maxCapacity"].number()
    if least is not None and most is not None and least > most:
        yield violation(sizes["minCapacity"], f"is {least:g}, above maxCapacity {most:g}")
