"""Scalable targets: their bounds, what is suspended, and how a capacity is moved into its bounds."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

from sandbox.errors import AwsError
from sandbox.request import ACCOUNT_ID
from sandbox.scaling.activities import Activities
from sandbox.scaling.adjustment import Bounds
from sandbox.scaling.capacity import Capacities, namespace_of
from sandbox.scaling.checks import Fields, Key, no_target, target_key

_ROLES: Final[Fields] = {"sagemaker": "SageMakerEndpoint", "lambda": "LambdaConcurrency"}
_NOT_SUSPENDED: Final[Fields] = {
    "DynamicScalingInSuspended": False,
    "DynamicScalingOutSuspended": False,
    "ScheduledScalingSuspended": False,
}


@dataclass(slots=True)
class ScalableTarget:
    """One registered target.

    Attributes:
        region: Where it is.
        fields: The members of the API.
        steady_since: Since when its capacity is what it is, in monotonic seconds.
        unsettled: Whether its capacity could not be moved into its bounds yet.
    """

    region: str
    fields: dict[str, Any]
    steady_since: float = float("-inf")
    unsettled: bool = False

    @property
    def bounds(self) -> Bounds:
        """Its smallest and largest capacity."""
        return Bounds(self.fields["MinCapacity"], self.fields["MaxCapacity"])

    def suspends(self, what: str) -> bool:
        """Whether `DynamicScalingIn`, `DynamicScalingOut` or `ScheduledScaling` is suspended."""
        return bool(self.fields["SuspendedState"].get(f"{what}Suspended"))


class Targets:
    """The scalable targets of every region.

    Args:
        capacities: Reads and sets what is scaled.
        activities: Told what was done.
        clock: Monotonic seconds.
    """

    def __init__(self, capacities: Capacities, activities: Activities, clock: Callable[[], float]) -> None:
        self._capacities = capacities
        self._activities = activities
        self._clock = clock
        self._targets: dict[Key, ScalableTarget] = {}
        self._lock = threading.RLock()

    def find(self, key: Key) -> ScalableTarget | None:
        """The target, or None when it is not registered."""
        with self._lock:
            return self._targets.get(key)

    def register(self, region: str, request: Fields) -> ScalableTarget:
        """RegisterScalableTarget: a new target, or new bounds of a known one; members that are left out stay.

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
            suspended = {**old.get("SuspendedState", _NOT_SUSPENDED), **(request.get("SuspendedState") or {})}
            fields = {
                "ServiceNamespace": namespace_of(key[2]),
                "ResourceId": key[1],
                "ScalableDimension": key[2],
                "RoleARN": request.get("RoleARN") or old.get("RoleARN") or _role_arn(key[2]),
                "MinCapacity": low,
                "MaxCapacity": high,
                "CreationTime": old.get("CreationTime") or time.time(),
                "ScalableTargetARN": old.get("ScalableTargetARN") or _target_arn(region),
                "SuspendedState": suspended,
            }
            target = ScalableTarget(region, fields, known.steady_since if known else float("-inf"))
            self._targets[key] = target
        self.settle(key, target)
        return target

    def deregister(self, region: str, request: Fields) -> Key:
        """DeregisterScalableTarget; gives the key of what is gone.

        Raises:
            AwsError: `ObjectNotFoundException`.
        """
        key = target_key(region, request)
        with self._lock:
            if self._targets.pop(key, None) is None:
                raise no_target(key)
        return key

    def listing(self, region: str, request: Fields) -> list[Fields]:
        """DescribeScalableTargets."""
        namespace = request.get("ServiceNamespace")
        with self._lock:
            return [
                target.fields
                for (where, resource, dimension), target in self._targets.items()
                if where == region
                and (not namespace or namespace == namespace_of(dimension))
                and (not request.get("ResourceIds") or resource in request["ResourceIds"])
                and request.get("ScalableDimension", dimension) == dimension
            ]

    def fire(self, key: Key, action: Fields) -> bool:
        """A scheduled action sets the bounds and moves the capacity into them; False when it is held back or fails.

        https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-policy-overview.html
        """
        cause = f"scheduled action name {action['ScheduledActionName']} was triggered"
        with self._lock:
            target = self._targets.get(key)
            if target is None or target.suspends("ScheduledScaling"):
                return False
            bounds = {name: target.fields[name] for name in ("MinCapacity", "MaxCapacity")}
            bounds |= {name: value for name, value in action["ScalableTargetAction"].items() if value is not None}
            low, high = bounds["MinCapacity"], bounds["MaxCapacity"]
            try:
                self._check_bounds(key, low, high)
            except AwsError as error:
                self._activities.note(key, cause, error.message, failed=True)
                return False
            target.fields.update(bounds)
        self._activities.note(key, cause, f"Setting min capacity to {low} and max capacity to {high}")
        self.settle(key, target)
        return True

    def settle_all(self) -> None:
        """Tries again where a capacity could not be moved into its bounds, for one because an update was going on."""
        with self._lock:
            waiting = [(key, target) for key, target in self._targets.items() if target.unsettled]
        for key, target in waiting:
            self.settle(key, target)

    def settle(self, key: Key, target: ScalableTarget) -> None:
        """Moves the capacity into the bounds, where it is not."""
        bounds = target.bounds
        side = ""
        try:
            current = self._capacities.read(*key)
            wanted = bounds.clamp(current)
            if wanted != current:
                side = "minimum" if wanted > current else "maximum"
                self._capacities.write(*key, wanted)
        except AwsError as error:
            if not target.unsettled:
                self._activities.note(key, f"{side or 'present'} capacity", error.message, failed=True)
            target.unsettled = True
            return
        target.unsettled = False
        if side:
            target.steady_since = self._clock()
            self._activities.note(key, f"{side} capacity was set to {wanted}", f"Setting desired capacity to {wanted}.")

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


def _role_arn(dimension: str) -> str:
    namespace = namespace_of(dimension)
    path = f"role/aws-service-role/{namespace}.application-autoscaling.amazonaws.com"
    return f"arn:aws:iam::{ACCOUNT_ID}:{path}/AWSServiceRoleForApplicationAutoScaling_{_ROLES[namespace]}"


def _target_arn(region: str) -> str:
    return f"arn:aws:application-autoscaling:{region}:{ACCOUNT_ID}:scalable-target/{uuid4().hex}"
