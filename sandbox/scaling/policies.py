"""Application Auto Scaling for SageMaker: targets, policies and scheduled actions, and what a policy does.

moto refuses the dimensions of inference components and of provisioned concurrency, and takes a minimum above the
maximum; so the namespace `sagemaker` is played here and every other one by moto.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

from sandbox.errors import AwsError
from sandbox.request import ACCOUNT_ID
from sandbox.scaling.adjustment import Bounds, step_capacity, tracked_capacity
from sandbox.scaling.capacity import Capacities
from sandbox.scaling.checks import NAMESPACE, Fields, Key, check_policy, no_target, target_key
from sandbox.scaling.scheduled import ScheduledActions

KEEP_ACTIVITIES: Final = 200
SCALE_IN_DATA_S: Final = 900.0
"""Target tracking scales in on 15 minutes of data, and what was not there, or was still waking up, has none.
https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html"""
_ROLE: Final = (
    f"arn:aws:iam::{ACCOUNT_ID}:role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/"
    "AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint"
)


@dataclass(slots=True)
class ScalableTarget:
    """One registered target: the members of the API, and since when its capacity is what it is (monotonic seconds)."""

    region: str
    fields: dict[str, Any]
    steady_since: float = float("-inf")

    @property
    def bounds(self) -> Bounds:
        """Its smallest and largest capacity."""
        return Bounds(self.fields["MinCapacity"], self.fields["MaxCapacity"])


@dataclass(slots=True)
class ScalingPolicy:
    """One policy: the members of the API, and when it last acted (monotonic seconds)."""

    region: str
    fields: dict[str, Any]
    acted_at: float = field(default=float("-inf"))

    @property
    def arn(self) -> str:
        """PolicyARN."""
        return str(self.fields["PolicyARN"])


class ScalingBook:
    """Remembers targets, policies and scheduled actions, and applies policies.

    Args:
        capacities: Reads and sets what is scaled.
        clock: Monotonic seconds.
    """

    def __init__(self, capacities: Capacities, clock: Callable[[], float] = time.monotonic) -> None:
        self._capacities = capacities
        self._clock = clock
        self._targets: dict[Key, ScalableTarget] = {}
        self._policies: dict[tuple[Key, str], ScalingPolicy] = {}
        self._activities: list[tuple[str, dict[str, Any]]] = []
        self._lock = threading.RLock()
        self.scheduled = ScheduledActions(self.has_target)

    def register(self, region: str, request: Fields) -> ScalableTarget:
        """RegisterScalableTarget: a new target, or new bounds of a known one.

        Raises:
            AwsError: `ValidationException`: no such resource, a bound is missing, or they do not fit.
        """
        key = target_key(region, request)
        self._capacities.read(*key)
        with self._lock:
            known = self._targets.get(key)
            old = known.fields if known else {}
            low, high = (request.get(name, old.get(name)) for name in ("MinCapacity", "MaxCapacity"))
            self._check_bounds(key, low, high)
            fields = {
                "ServiceNamespace": NAMESPACE,
                "ResourceId": key[1],
                "ScalableDimension": key[2],
                "RoleARN": request.get("RoleARN") or old.get("RoleARN") or _ROLE,
                "MinCapacity": low,
                "MaxCapacity": high,
                "CreationTime": old.get("CreationTime") or time.time(),
                "ScalableTargetARN": old.get("ScalableTargetARN") or _target_arn(region),
                "SuspendedState": request.get("SuspendedState") or old.get("SuspendedState") or _NOT_SUSPENDED,
            }
            self._targets[key] = ScalableTarget(region, fields, known.steady_since if known else float("-inf"))
            return self._targets[key]

    def deregister(self, region: str, request: Fields) -> list[ScalingPolicy]:
        """DeregisterScalableTarget; gives its policies, which go with it."""
        key = target_key(region, request)
        with self._lock:
            if self._targets.pop(key, None) is None:
                raise no_target(key)
            self.scheduled.drop(key)
            gone = [known for known in self._policies if known[0] == key]
            return [self._policies.pop(known) for known in gone]

    def has_target(self, key: Key) -> bool:
        """Whether that target is registered."""
        with self._lock:
            return key in self._targets

    def targets(self, region: str, request: Fields) -> list[Fields]:
        """DescribeScalableTargets."""
        with self._lock:
            return [
                target.fields
                for (where, resource, dimension), target in self._targets.items()
                if where == region
                and (not request.get("ResourceIds") or resource in request["ResourceIds"])
                and request.get("ScalableDimension", dimension) == dimension
            ]

    def put_policy(self, region: str, request: Fields) -> ScalingPolicy:
        """PutScalingPolicy: new or replaced; its ARN stays.

        Raises:
            AwsError: No such target, or a configuration that does not fit its type.
        """
        key, name = target_key(region, request), str(request["PolicyName"])
        check_policy(request, key[2])
        with self._lock:
            if key not in self._targets:
                raise no_target(key)
            known = self._policies.get((key, name))
            arn = known.arn if known else _policy_arn(region, key[1], name)
            created = known.fields["CreationTime"] if known else time.time()
            fields = {"PolicyType": "StepScaling", **request, "PolicyARN": arn, "CreationTime": created}
            fields["Alarms"] = known.fields["Alarms"] if known else []
            self._policies[key, name] = ScalingPolicy(region, fields)
            return self._policies[key, name]

    def delete_policy(self, region: str, request: Fields) -> ScalingPolicy:
        """DeleteScalingPolicy."""
        key, name = target_key(region, request), str(request["PolicyName"])
        with self._lock:
            found = self._policies.pop((key, name), None)
        if found is None:
            raise AwsError("ObjectNotFoundException", f"No scaling policy found for {key[1]}, {key[2]}: {name}")
        return found

    def policies(self, region: str, request: Fields) -> list[Fields]:
        """DescribeScalingPolicies."""
        with self._lock:
            found = [one.fields for one in self._policies.values() if one.region == region]
        wanted = {name: request[name] for name in ("ResourceId", "ScalableDimension") if request.get(name)}
        names = request.get("PolicyNames")
        return [
            one
            for one in found
            if all(one[name] == value for name, value in wanted.items()) and (not names or one["PolicyName"] in names)
        ]

    def activities(self, region: str, request: Fields) -> list[Fields]:
        """DescribeScalingActivities, newest first."""
        with self._lock:
            found = [fields for where, fields in reversed(self._activities) if where == region]
        return [one for one in found if request.get("ResourceId", one["ResourceId"]) == one["ResourceId"]]

    def apply(self, policy_arn: str, *, value: float, threshold: float, time_scale: float, cause: str) -> bool:
        """What happens when an alarm calls a policy; True when the capacity was changed.

        Args:
            policy_arn: The alarm's action.
            value: The metric that raised the alarm.
            threshold: The alarm's threshold.
            time_scale: Factor on the policy's cooldown.
            cause: Said in the activity.
        """
        with self._lock:
            found = [(key, one) for (key, _), one in self._policies.items() if one.arn == policy_arn]
            if not found or found[0][0] not in self._targets:
                return False
            key, policy = found[0]
            target = self._targets[key]
            if self._clock() - policy.acted_at < _cooldown_s(policy.fields) * time_scale:
                return False
        try:
            current = self._capacities.read(*key)
            wanted = _wanted(policy.fields, current, value, threshold, target.bounds)
            if wanted == current or _suspended(target.fields, wanted > current):
                return False
            if wanted < current and not self._may_scale_in(key, policy, target, time_scale):
                return False
            self._capacities.write(*key, wanted)
        except AwsError as error:
            self._note(key, cause, "Failed", error.message)
            return False
        policy.acted_at = target.steady_since = self._clock()
        self._note(key, cause, "Successful", f"Setting desired capacity to {wanted}.")
        return True

    def _may_scale_in(self, key: Key, policy: ScalingPolicy, target: ScalableTarget, time_scale: float) -> bool:
        if policy.fields["PolicyType"] != "TargetTrackingScaling":
            return True
        if not self._capacities.reached(*key):
            target.steady_since = self._clock()
        return self._clock() - target.steady_since >= SCALE_IN_DATA_S * time_scale

    def _note(self, key: Key, cause: str, status: str, message: str) -> None:
        activity = {
            "ActivityId": str(uuid4()),
            "ServiceNamespace": NAMESPACE,
            "ResourceId": key[1],
            "ScalableDimension": key[2],
            "Description": message,
            "Cause": cause,
            "StartTime": time.time(),
            "StatusCode": status,
            "StatusMessage": message,
        }
        with self._lock:
            self._activities = [*self._activities[1 - KEEP_ACTIVITIES :], (key[0], activity)]

    def _check_bounds(self, key: Key, low: int | None, high: int | None) -> None:
        if low is None or high is None:
            raise AwsError("ValidationException", "MinCapacity and MaxCapacity are required for a new scalable target")
        if low < 0 or low > high:
            message = f"Maximum capacity ({high}) cannot be less than minimum capacity ({low}), and neither below 0"
            raise AwsError("ValidationException", message)
        most = self._capacities.most(*key)
        if most is not None and high > most:
            raise AwsError("ValidationException", f"Maximum capacity ({high}) is over MaxConcurrency ({most})")
        if self._capacities.burstable(*key):
            raise AwsError("ValidationException", "Burstable instance types (ml.t2) do not support automatic scaling")


_NOT_SUSPENDED: Final[Fields] = {
    "DynamicScalingInSuspended": False,
    "DynamicScalingOutSuspended": False,
    "ScheduledScalingSuspended": False,
}


def _wanted(policy: Fields, current: int, value: float, threshold: float, bounds: Bounds) -> int:
    if policy["PolicyType"] == "StepScaling":
        steps = policy["StepScalingPolicyConfiguration"]
        return step_capacity(steps, current=current, breach=value - threshold, bounds=bounds)
    target = float(policy["TargetTrackingScalingPolicyConfiguration"]["TargetValue"])
    return tracked_capacity(current=current, value=value, target=target, bounds=bounds)


def _cooldown_s(policy: Fields) -> float:
    if policy["PolicyType"] == "StepScaling":
        return float(policy["StepScalingPolicyConfiguration"].get("Cooldown", 0))
    tracking = policy["TargetTrackingScalingPolicyConfiguration"]
    return float(min(tracking.get("ScaleInCooldown", 300), tracking.get("ScaleOutCooldown", 300)))


def _suspended(target: Fields, out: bool) -> bool:
    return bool(target["SuspendedState"].get(f"DynamicScaling{'Out' if out else 'In'}Suspended"))


def _target_arn(region: str) -> str:
    return f"arn:aws:application-autoscaling:{region}:{ACCOUNT_ID}:scalable-target/{uuid4().hex}"


def _policy_arn(region: str, resource: str, name: str) -> str:
    head = f"arn:aws:autoscaling:{region}:{ACCOUNT_ID}:scalingPolicy:{uuid4()}"
    return f"{head}:resource/sagemaker/{resource}:policyName/{name}"
