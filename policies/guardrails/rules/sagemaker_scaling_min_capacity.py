"""The scalable target of a plain endpoint variant never has a minimum of 0, nor does a schedule set one.

Application Auto Scaling registers such a target without a word, but the variant cannot run on no instances. Scale to
zero is for inference components, and for asynchronous endpoints, whose resource ids go into ``allowZero``.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Final

from guardrails.aws import appautoscaling
from guardrails.rule import Family, Finding, Resource, Rule, Setting, Severity, not_applicable, violation

WHERE: Final = {appautoscaling.TARGET: "minCapacity", appautoscaling.SCHEDULE: "scalableTargetAction.minCapacity"}

RULE = Rule(
    id="sagemaker-scaling-min-capacity",
    family=Family.SAGEMAKER,
    severity=Severity.HIGH,
    resources=tuple(WHERE),
    summary="The scalable target of an endpoint variant keeps at least one instance, at all times.",
    cause="The target is registered, and the endpoint then never scales in: a cost control that looks as if it worked.",
    remedy="set minCapacity to 1 or more, or serve the model as an inference component that may scale to zero",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html",
    settings=(
        Setting(
            "allowZero",
            {
                "type": "array",
                "items": {"type": "string"},
                "description": "Resource ids (globs) of asynchronous endpoints' variants",
            },
            [],
        ),
    ),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Only the variant's instance count is meant; the dimension tells."""
    dimension = resource["scalableDimension"].text()
    if dimension != "sagemaker:variant:DesiredInstanceCount":
        yield not_applicable(f"{dimension} may reach its own minimum of 0")
        return
    node = resource[WHERE[resource.type]]
    least = node.number()
    if least is None or least >= 1:
        return
    allowed = resource.texts("allowZero")
    target = resource["resourceId"].text() if allowed else ""
    if target is None or any(fnmatchcase(target, pattern) for pattern in allowed):
        return
    yield violation(node, f"is {node.show()} for a variant, which needs an instance")
