"""What Application Auto Scaling refuses: pure checks over the request."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.errors import AwsError
from sandbox.scaling.capacity import PREDEFINED

Fields = Mapping[str, Any]
Key = tuple[str, str, str]
"""Region, resource id and scalable dimension: what a target is known by."""

NAMESPACE: Final = "sagemaker"
_SCHEDULE: Final = re.compile(r"at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)|rate\(\d+ \w+\)|cron\((\S+ ){5}\S+\)")


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


def check_action(fields: Fields) -> None:
    """Refuses a scheduled action that could not run.

    Raises:
        AwsError: `ValidationException` that names the member.
    """
    if not _SCHEDULE.fullmatch(str(fields.get("Schedule", ""))):
        raise _invalid(f"Schedule {fields.get('Schedule')!r}: accepted are at(…), rate(…) and cron(…) with 6 fields")
    try:
        ZoneInfo(str(fields.get("Timezone", "UTC")))
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise _invalid(f"Timezone {fields.get('Timezone')!r} is no IANA time zone") from error
    action = fields.get("ScalableTargetAction") or {}
    low, high = action.get("MinCapacity"), action.get("MaxCapacity")
    if low is None and high is None:
        raise _invalid("ScalableTargetAction needs MinCapacity, MaxCapacity or both")
    if low is not None and high is not None and low > high:
        raise _invalid(f"Maximum capacity ({high}) cannot be less than minimum capacity ({low})")


def _invalid(message: str) -> AwsError:
    return AwsError("ValidationException", message)


def target_key(region: str, request: Fields) -> Key:
    """The target that a request is about."""
    return region, str(request["ResourceId"]), str(request["ScalableDimension"])


def no_target(key: Key) -> AwsError:
    """The error of a policy or an action without its target."""
    message = f"No scalable target registered for service namespace: {NAMESPACE}, resource ID: {key[1]}, "
    return AwsError("ObjectNotFoundException", f"{message}scalable dimension: {key[2]}")
