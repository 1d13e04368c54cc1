"""How the resources of a stack that scale to zero hang together: target, policies, alarms, component, endpoint.

A resource names another by a value that only the update knows, or by a text. The engine's record of which resource a
property was made from tells the former.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from guardrails.aws import cloudwatch_alarms, sagemaker
from guardrails.props import Props
from guardrails.rule import Resource, Stack

TARGET: Final = "aws:appautoscaling/target:Target"
SCHEDULE: Final = "aws:appautoscaling/scheduledAction:ScheduledAction"
POLICY: Final = cloudwatch_alarms.SCALING_POLICY
ENDPOINT: Final = "aws:sagemaker/endpoint:Endpoint"
TYPES: Final = (
    TARGET,
    POLICY,
    cloudwatch_alarms.ALARM,
    sagemaker.CLOUD_CONTROL,
    ENDPOINT,
    sagemaker.ENDPOINT_CONFIG,
)

COPIES: Final = "sagemaker:inference-component:DesiredCopyCount"
WAKES: Final[Mapping[str | None, str]] = {
    COPIES: "NoCapacityInvocationFailures",
    "sagemaker:variant:DesiredInstanceCount": "HasBacklogWithoutCapacity",
}
"""By scalable dimension, the metric that has data while there is no capacity
(https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html,
https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html)."""


def at_zero(stack: Stack) -> list[tuple[Resource, str]]:
    """The scalable targets that may go to zero, each with the metric that has to wake it."""
    found = []
    for target in stack.of(TARGET):
        wakes = WAKES.get(target["scalableDimension"].text())
        if wakes is not None and target["minCapacity"].number() == 0:
            found.append((target, wakes))
    return found


def same(one: Resource, path: str, other: Resource, name: str) -> bool:
    """True when a property of ``one`` was made from ``other``, or holds what the property ``name`` of that says."""
    if other.urn in one.links.get(path, ()):
        return True
    value = _text(other[name])
    return value is not None and any(_text(node) == value for node in one[path].each())


def belongs(policy: Resource, target: Resource) -> bool:
    """True for a policy of the target."""
    return same(policy, "resourceId", target, "resourceId")


def steps_out(policy: Resource) -> bool:
    """True for a step scaling policy that adds capacity. What is unknown may, and is noted."""
    kind = policy["policyType"]
    if kind.text() != "StepScaling" and not kind.unknown:
        return False
    steps = policy["stepScalingPolicyConfiguration.stepAdjustments"]
    amounts = [step["scalingAdjustment"].number() for step in steps.each()]
    return steps.unknown or any(amount is None or amount > 0 for amount in amounts)


def takes_away(policy: Resource) -> bool:
    """True for a policy that lowers the capacity. What is unknown may, and is noted."""
    kind = policy["policyType"]
    if kind.text() == "TargetTrackingScaling" or kind.unknown:
        return True
    config = policy["stepScalingPolicyConfiguration"]
    lowest = 1 if config["adjustmentType"].text() == "ExactCapacity" else 0
    amounts = [step["scalingAdjustment"].number() for step in config["stepAdjustments"].each()]
    return config.unknown or any(amount is None or amount < lowest for amount in amounts)


def wakes(alarm: Resource, policy: Resource, metric: str) -> bool:
    """True for an alarm on ``metric`` that starts ``policy``."""
    if not same(alarm, "alarmActions", policy, "arn") or alarm["actionsEnabled"].flag() is False:
        return False
    names = [reading.metric for reading in cloudwatch_alarms.readings(alarm)]
    return any(name.text() == metric or name.unknown for name in names)


def components(stack: Stack) -> list[Resource]:
    """The inference components that the Cloud Control API makes."""
    kind = sagemaker.INFERENCE_COMPONENT
    return [each for each in stack.of(sagemaker.CLOUD_CONTROL) if _text(each["typeName"]) == kind]


def scales(target: Resource, component: Resource) -> bool:
    """True when the target is the component's."""
    if component.urn in target.links.get("resourceId", ()):
        return True
    name = _text(component["desiredState"].document()["InferenceComponentName"])
    return _text(target["resourceId"]) == f"inference-component/{name}"


def by_config(stack: Stack) -> list[tuple[Resource, list[Resource]]]:
    """Each endpoint configuration of the stack with the inference components on its endpoint."""
    found = []
    for config in stack.of(sagemaker.ENDPOINT_CONFIG):
        endpoints = [each for each in stack.of(ENDPOINT) if same(each, "endpointConfigName", config, "name")]
        on_it = [each for each in components(stack) if any(_is_on(each, endpoint) for endpoint in endpoints)]
        if on_it:
            found.append((config, on_it))
    return found


def _is_on(component: Resource, endpoint: Resource) -> bool:
    if endpoint.urn in component.links.get("desiredState", ()):
        return True
    named = _text(component["desiredState"].document()["EndpointName"])
    return named is not None and named == _text(endpoint["name"])


def least_instances(config: Resource) -> list[Props]:
    """Where each variant says how few instances it may have."""
    return [variant["managedInstanceScaling.minInstanceCount"] for variant in sagemaker.variants(config)]


def _text(node: Props) -> str | None:
    return node.text() if node.is_text else None
