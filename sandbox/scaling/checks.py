"""What Application Auto Scaling refuses: pure checks over the request."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from sandbox.errors import AwsError
from sandbox.events import schedule
from sandbox.scaling.capacity import PREDEFINED, namespace_of

Fields = Mapping[str, Any]
Key = tuple[str, str, str]
"""Region, resource id and scalable dimension: what a target is known by."""

NAMESPACES: Final = frozenset({"sagemaker", "lambda"})
"""Namespaces that are played here; every other one is moto's."""


def check_policy(request: Fields, dimension: str) -> None:
    """Refuses a configuration that does not fit.

    Raises:
        AwsError: `ValidationException` that names the member.
    """
    kind = request.get("PolicyType", "StepScaling")
    step = request.get("StepScalingPolicyConfiguration")
    tracking = request.get("TargetTrackingScalingPolicyConfiguration")
    if kind == "StepScaling":
        if not step or tracking or not step.get("StepAdjustments") or not step.get("AdjustmentType"):
            raise _invalid("StepScaling needs StepScalingPolicyConfiguration with AdjustmentType and StepAdjustments")
        check_steps(step["StepAdjustments"])
        return
    if kind != "TargetTrackingScaling":
        raise _invalid(f"PolicyType {kind!r}: accepted are StepScaling and TargetTrackingScaling")
    if not tracking or step or tracking.get("TargetValue", 0) <= 0:
        raise _invalid(
            "TargetTrackingScaling needs TargetTrackingScalingPolicyConfiguration with a TargetValue above 0"
        )
    predefined = tracking.get("PredefinedMetricSpecification")
    if bool(predefined) == bool(tracking.get("CustomizedMetricSpecification")):
        raise _invalid("exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification must be given")
    if predefined:
        accepted = [name for name, metric in PREDEFINED.items() if metric.dimension == dimension]
        if predefined.get("PredefinedMetricType") not in accepted:
            named = predefined.get("PredefinedMetricType")
            raise _invalid(f"PredefinedMetricType {named!r} for {dimension}: accepted are {', '.join(accepted)}")


def check_steps(steps: Sequence[Fields]) -> None:
    """Refuses steps that leave a gap, overlap, or end before infinity on a side on which they go on.

    https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html

    Raises:
        AwsError: `ValidationException` that says which.
    """
    bounds = [(one.get("MetricIntervalLowerBound"), one.get("MetricIntervalUpperBound")) for one in steps]
    if (None, None) in bounds:
        raise _invalid("A step adjustment needs MetricIntervalLowerBound, MetricIntervalUpperBound or both")
    found = sorted((-math.inf if low is None else low, math.inf if high is None else high) for low, high in bounds)
    for low, high in found:
        if low >= high:
            raise _invalid(f"MetricIntervalLowerBound ({low}) must be below MetricIntervalUpperBound ({high})")
    for (_, end), (start, _) in pairwise(found):
        if end != start:
            kind = "overlap" if end > start else "leave a gap"
            raise _invalid(f"StepAdjustments {kind} between {min(start, end):g} and {max(start, end):g}")
    if found[0][0] != -math.inf and found[0][0] < 0:
        raise _invalid("With a negative MetricIntervalLowerBound one step must have no lower bound")
    if found[-1][1] != math.inf and found[-1][1] > 0:
        raise _invalid("With a positive MetricIntervalUpperBound one step must have no upper bound")


def check_action(fields: Fields) -> None:
    """Refuses a scheduled action that could not run.

    Raises:
        AwsError: `ValidationException` that names the member.
    """
    try:
        schedule.check("rate(1 day)", str(fields.get("Timezone") or "UTC"))
    except ValueError as error:
        raise _invalid(f"Timezone {fields.get('Timezone')!r} is no IANA time zone") from error
    try:
        schedule.check(str(fields.get("Schedule", "")))
    except ValueError as error:
        accepted = "accepted are at(…), rate(…) and cron(…) with 6 fields"
        raise _invalid(f"Schedule {fields.get('Schedule')!r}: {accepted} ({error})") from error
    start, end = fields.get("StartTime"), fields.get("EndTime")
    if start is not None and end is not None and start >= end:
        raise _invalid(f"EndTime ({end}) must be after StartTime ({start})")
    action = fields.get("ScalableTargetAction") or {}
    low, high = action.get("MinCapacity"), action.get("MaxCapacity")
    if low is None and high is None:
        raise _invalid("ScalableTargetAction needs MinCapacity, MaxCapacity or both")
    if low is not None and high is not None and low > high:
        raise _invalid(f"Maximum capacity ({high}) cannot be less than minimum capacity ({low})")


def _invalid(message: str) -> AwsError:
    return AwsError("ValidationException", message)


def target_key(region: str, request: Fields) -> Key:
    """The target that a request is about.

    Raises:
        AwsError: `ValidationException`: the dimension belongs to another namespace.
    """
    dimension, namespace = str(request["ScalableDimension"]), request["ServiceNamespace"]
    if namespace_of(dimension) != namespace:
        raise _invalid(f"Unsupported service namespace, resource type or scalable dimension: {namespace}, {dimension}")
    return region, str(request["ResourceId"]), dimension


def no_target(key: Key) -> AwsError:
    """The error of a policy or an action without its target."""
    message = f"No scalable target registered for service namespace: {namespace_of(key[2])}, resource ID: {key[1]}, "
    return AwsError("ObjectNotFoundException", f"{message}scalable dimension: {key[2]}")
