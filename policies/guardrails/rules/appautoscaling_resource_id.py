"""A resource id has the form that belongs to its dimension."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import appautoscaling
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="appautoscaling-resource-id",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=appautoscaling.RESOURCES,
    summary="The id of what is scaled has the form of its dimension, and is of no function's $LATEST.",
    cause="Application Auto Scaling rejects it in the middle of a deployment.",
    remedy="write the kind and the names as the form says, such as endpoint/<endpoint>/variant/<variant>",
    url="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """$LATEST has the form of an alias, and no provisioned concurrency."""
    dimension, node = resource["scalableDimension"].text(), resource["resourceId"]
    shape = appautoscaling.SHAPES.get(str(dimension))
    if shape is None:
        yield not_applicable("no form is known for the ids of its dimension")
        return
    resource_id = node.text()
    if resource_id is None:
        return
    if not appautoscaling.has_shape(resource_id, shape):
        yield violation(node, f"is {node.show()}; {dimension} takes {shape}")
    elif resource_id.endswith(":$LATEST"):
        yield violation(node, f"is {node.show()}, and $LATEST cannot have provisioned concurrency")
