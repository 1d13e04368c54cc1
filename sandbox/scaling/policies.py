"""Scaling policies of Application Auto Scaling, and what a policy does when an alarm calls it.

moto refuses the dimensions of inference components and of provisioned concurrency, takes a minimum above the maximum,
and never fires a scheduled action; so the namespaces `sagemaker` and `lambda` are played here, every other one by moto.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

from sandbox.errors import AwsError
from sandbox.request import ACCOUNT_ID
from sandbox.scaling.activities import Activities
from sandbox.scaling.adjustment import Bounds, step_capacity, tracked_capacity
from sandbox.scaling.capacity import Capacities, namespace_of
from sandbox.scaling.checks import Fields, Key, check_policy, no_target, target_key
from sandbox.scaling.scheduled import ScheduledActions
from sandbox.scaling.targets import ScalableTarget, Targets

SCALE_IN_DATA_S: Final = 900.0
"""Target tracking scales in on 15 minutes of data, and what was not there, or was still waking up, has none.
https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html"""


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
        now: The present moment, UTC.

    Attributes:
        activities: What was done.
        targets: What is scaled.
        scheduled: What is scaled by the clock.
    """

    def __init__(
        self,
        capacities: Capacities,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._capacities = capacities
        self._clock = clock
        self._policies: dict[tuple[Key, str], ScalingPolicy] = {}
        self._lock = threading.RLock()
        self.activities = Activities()
        self.targets = Targets(capacities, self.activities, clock)
        self.scheduled = ScheduledActions(self.targets, now)

    def deregister(self, region: str, request: Fields) -> list[ScalingPolicy]:
        """DeregisterScalableTarget; gives its policies, which go with it."""
        key = self.targets.deregister(region, request)
        self.scheduled.drop(key)
        with self._lock:
            gone = [known for known in self._policies if known[0] == key]
            return [self._policies.pop(known) for known in gone]

    def put_policy(self, region: str, request: Fields) -> ScalingPolicy:
        """PutScalingPolicy: new or replaced; its ARN stays.

        Raises:
            AwsError: No such target, or a configuration that does not fit its type.
        """
        key, name = target_key(region, request), str(request["PolicyName"])
        check_policy(request, key[2])
        with self._lock:
            if self.targets.find(key) is None:
                raise no_target(key)
            known = self._policies.get((key, name))
            arn = known.arn if known else _policy_arn(key, name)
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
        members = ("ServiceNamespace", "ResourceId", "ScalableDimension")
        wanted = {name: request[name] for name in members if request.get(name)}
        names = request.get("PolicyNames")
        return [
            one
            for one in found
            if all(one[name] == value for name, value in wanted.items()) and (not names or one["PolicyName"] in names)
        ]

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
            target = self.targets.find(found[0][0]) if found else None
            if target is None:
                return False
            key, policy = found[0]
            if self._clock() - policy.acted_at < _cooldown_s(policy.fields) * time_scale:
                return False
        try:
            current = self._capacities.read(*key)
            wanted = _wanted(policy.fields, current, value, threshold, target.bounds)
            if wanted == current or target.suspends("DynamicScalingOut" if wanted > current else "DynamicScalingIn"):
                return False
            if wanted < current and not self._may_scale_in(key, policy, target, time_scale):
                return False
            self._capacities.write(*key, wanted)
        except AwsError as error:
            self.activities.note(key, cause, error.message, failed=True)
            return False
        policy.acted_at = target.steady_since = self._clock()
        self.activities.note(key, cause, f"Setting desired capacity to {wanted}.")
        return True

    def _may_scale_in(self, key: Key, policy: ScalingPolicy, target: ScalableTarget, time_scale: float) -> bool:
        if policy.fields["PolicyType"] != "TargetTrackingScaling":
            return True
        if not self._capacities.reached(*key):
            target.steady_since = self._clock()
        return self._clock() - target.steady_since >= SCALE_IN_DATA_S * time_scale


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


def _policy_arn(key: Key, name: str) -> str:
    head = f"arn:aws:autoscaling:{key[0]}:{ACCOUNT_ID}:scalingPolicy:{uuid4()}"
    return f"{head}:resource/{namespace_of(key[2])}/{key[1]}:policyName/{name}"
