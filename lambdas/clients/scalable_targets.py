"""What Application Auto Scaling knows of endpoints: targets, whether they have schedules, and what wakes them up."""

from collections.abc import Mapping
from typing import Any, Final

from domain.stops import Bounds, Dimension, Suspension

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "any": (
        "application-autoscaling:DescribeScalableTargets",
        "application-autoscaling:DescribeScalingPolicies",
        "application-autoscaling:DescribeScheduledActions",
    ),
    "target": ("application-autoscaling:RegisterScalableTarget",),
}

NAMESPACE: Final = "sagemaker"
STEP_SCALING: Final = "StepScaling"
"""Only a step policy leaves zero: target tracking has nothing to track there.
https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html"""

ADDING: Final = ("ChangeInCapacity", "ExactCapacity")
"""Adjustments that lead from zero to more; a percentage of nothing stays nothing.
https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html"""


class ScalableTargets:
    """Reads and changes scalable targets of SageMaker."""

    def __init__(self, client: Any) -> None:
        """Use ``client`` (Application Auto Scaling)."""
        self._client = client

    def bounds(self, resource_id: str, dimension: Dimension) -> Bounds | None:
        """Return the target's bounds, or ``None`` when nothing is registered."""
        found = self._client.describe_scalable_targets(
            ServiceNamespace=NAMESPACE, ResourceIds=[resource_id], ScalableDimension=dimension.value
        )["ScalableTargets"]
        if not found:
            return None
        state = found[0].get("SuspendedState", {})
        suspension = Suspension(
            scale_in=state.get("DynamicScalingInSuspended", False),
            scale_out=state.get("DynamicScalingOutSuspended", False),
            schedule=state.get("ScheduledScalingSuspended", False),
        )
        return Bounds(found[0]["MinCapacity"], found[0]["MaxCapacity"], suspension)

    def has_schedule(self, resource_id: str, dimension: Dimension) -> bool:
        """Return whether any scheduled action exists."""
        where = {"ResourceId": resource_id, "ScalableDimension": dimension.value}
        found = self._client.describe_scheduled_actions(ServiceNamespace=NAMESPACE, **where)
        return bool(found["ScheduledActions"])

    def wakes_up(self, resource_id: str, dimension: Dimension) -> bool:
        """Return whether a step policy exists that can leave zero: one that adds to nothing."""
        where = {"ResourceId": resource_id, "ScalableDimension": dimension.value}
        found = self._client.describe_scaling_policies(ServiceNamespace=NAMESPACE, **where)
        return any(_leaves_zero(policy) for policy in found["ScalingPolicies"])

    def register(self, resource_id: str, dimension: Dimension, bounds: Bounds, before: Bounds | None) -> None:
        """Set what of a target differs from ``before``: what is not given stays as it is.

        So what a schedule sets in the same moment is not set back. ``None`` as ``before`` registers a new target.
        """
        wanted = _members(bounds)
        if before is not None:
            known = _members(before)
            wanted = {name: value for name, value in wanted.items() if value != known[name]}
        self._client.register_scalable_target(
            ServiceNamespace=NAMESPACE, ResourceId=resource_id, ScalableDimension=dimension.value, **wanted
        )


def _members(bounds: Bounds) -> dict[str, Any]:
    """The members of the API; all of what is suspended together, for a flag that is left out would be resumed."""
    suspension = {
        "DynamicScalingInSuspended": bounds.suspension.scale_in,
        "DynamicScalingOutSuspended": bounds.suspension.scale_out,
        "ScheduledScalingSuspended": bounds.suspension.schedule,
    }
    return {"MinCapacity": bounds.minimum, "MaxCapacity": bounds.maximum, "SuspendedState": suspension}


def _leaves_zero(policy: Mapping[str, Any]) -> bool:
    steps = policy.get("StepScalingPolicyConfiguration", {})
    if policy["PolicyType"] != STEP_SCALING or steps.get("AdjustmentType") not in ADDING:
        return False
    return any(step["ScalingAdjustment"] > 0 for step in steps.get("StepAdjustments", ()))
