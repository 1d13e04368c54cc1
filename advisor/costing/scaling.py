"""Application Auto Scaling: not billed itself; the alarms of its policies are, and what it alone keeps warm.

https://aws.amazon.com/autoscaling/pricing/: one pays for the resources that it needs and for CloudWatch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from advisor.costing import functions
from advisor.costing.capacity import TARGET, timeline_of
from advisor.costing.charges import Charge, Free, Pricer
from advisor.costing.context import Context
from advisor.errors import NotKnownError
from advisor.spread import Spread
from advisor.stack.resources import Resource

ENDPOINT: Final = "aws:sagemaker/endpoint:Endpoint"
POLICY: Final = "aws:appautoscaling/policy:Policy"
TRACKING: Final = "TargetTrackingScaling"
OFTEN: Final = "HighResolution"
"""How the predefined metrics of every 10 seconds end."""
TRACKING_ALARMS: Final = 2
"""Target tracking makes its own alarms, above the target and below it, and they are in no stack:
https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html"""
SCALING: Final = "scaling is not billed; what it scales and its alarms are"


def policy(resource: Resource, _context: Context) -> Iterator[Charge | Free]:
    """A policy of target tracking is billed by the alarms that it makes; others use alarms of the stack."""
    if resource.properties.text("policyType", "StepScaling") == TRACKING:
        yield Charge("alarms that the policy makes", _alarm(resource), Spread.exactly(TRACKING_ALARMS))
    else:
        yield Free(SCALING)


def _alarm(policy: Resource) -> str:
    """Alarms on a metric of every 10 seconds look as often as that."""
    tracking = policy.properties.child("targetTrackingScalingPolicyConfiguration")
    metric = None if tracking is None else tracking.child("predefinedMetricSpecification")
    name = "" if metric is None else metric.text("predefinedMetricType", "")
    return "cloudwatch/alarm-high-resolution" if name.endswith(OFTEN) else "cloudwatch/alarm"


def target(resource: Resource, context: Context) -> Iterator[Charge | Free]:
    """What is scaled is billed where it is declared. Provisioned concurrency may be declared by its target alone."""
    if resource.properties.text("scalableDimension") != functions.CONCURRENCY:
        name = _endpoint(resource)
        if name is not None and not any(context.holding(ENDPOINT, "name", name, resource)):
            raise NotKnownError(f"endpoint {name} is not in the stack: what its instances cost is not in this estimate")
        yield Free(SCALING)
        return
    owner = _function(resource, context)
    if owner is None:
        raise NotKnownError("its function is not in the stack, so its memory is not known")
    if functions.is_declared_warm(owner, context):
        yield Free("billed with the provisioned concurrency that it scales")
        return
    yield functions.kept(owner, timeline_of(resource, context), context)


def _endpoint(resource: Resource) -> str | None:
    """The endpoint in ``endpoint/<name>/variant/<variant>``; ``None`` for something else, or while it is not known."""
    value = resource.properties.values.get("resourceId")
    parts = value.split("/") if isinstance(value, str) else []
    return parts[1] if parts[:1] == ["endpoint"] and len(parts) > 1 else None


def _function(resource: Resource, context: Context) -> Resource | None:
    """The function in ``function:<name>:<alias>``, or where that comes from while it is not known."""
    value = resource.properties.values.get("resourceId")
    if isinstance(value, str):
        name = value.removeprefix("function:").rpartition(":")[0]
        found = next(context.holding(functions.FUNCTION, "name", name, resource), None)
        if found is not None:
            return found
    return context.source_of(resource, "resourceId", functions.FUNCTION, "name")


PRICERS: Final[Mapping[str, Pricer]] = {POLICY: policy, TARGET: target}
