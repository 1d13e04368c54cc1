"""What Cost Anomaly Detection accepts: pure.

https://docs.aws.amazon.com/cost-management/latest/userguide/getting-started-ad.html and
https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_AnomalySubscription.html
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from sandbox.errors import AwsError

Fields = Mapping[str, Any]
IMPACTS: Final = frozenset({"ANOMALY_TOTAL_IMPACT_ABSOLUTE", "ANOMALY_TOTAL_IMPACT_PERCENTAGE"})


def check_monitor(monitor: Fields, others: Iterable[Fields]) -> None:
    """Refuses a monitor of no kind, and a second one for all services: an account has one of each dimension.

    Raises:
        AwsError: `ValidationException`, `LimitExceededException`.
    """
    dimension, specification = monitor.get("MonitorDimension"), monitor.get("MonitorSpecification")
    if monitor["MonitorType"] == "DIMENSIONAL" and (not dimension or specification):
        raise _invalid("a monitor of type DIMENSIONAL needs MonitorDimension, and no MonitorSpecification")
    if monitor["MonitorType"] == "CUSTOM" and (dimension or not specification):
        raise _invalid("a monitor of type CUSTOM needs MonitorSpecification, and no MonitorDimension")
    if dimension == "SERVICE" and any(one.get("MonitorDimension") == "SERVICE" for one in others):
        raise AwsError("LimitExceededException", "Limit exceeded on dimensional spend monitor creation")


def check_subscription(subscription: Fields, monitors: Collection[str]) -> None:
    """Refuses a subscription to nothing, to nobody, or with subscribers that its frequency does not reach.

    Raises:
        AwsError: `ValidationException`, `UnknownMonitorException`.
    """
    unknown = [arn for arn in subscription["MonitorArnList"] if arn not in monitors]
    if unknown:
        raise AwsError("UnknownMonitorException", f"there is no anomaly monitor {', '.join(unknown)}")
    if not subscription["MonitorArnList"] or not subscription["Subscribers"]:
        raise _invalid("MonitorArnList and Subscribers need at least one entry")
    kinds = {one["Type"] for one in subscription["Subscribers"]}
    frequency = subscription["Frequency"]
    wanted = {"SNS"} if frequency == "IMMEDIATE" else {"EMAIL"}
    if kinds != wanted:
        raise _invalid(f"Frequency {frequency} is for subscribers of type {', '.join(wanted)} only")
    expression = subscription.get("ThresholdExpression")
    if (expression is None) == (subscription.get("Threshold") is None):
        raise _invalid("exactly one of ThresholdExpression and Threshold must be given")
    for key in _dimension_keys(expression or {}):
        if key not in IMPACTS:
            raise _invalid(f"ThresholdExpression names {key}; accepted: {', '.join(sorted(IMPACTS))}")


def subscriber_key(subscriber: Fields) -> tuple[str, str]:
    """The order in which subscribers are listed."""
    return str(subscriber["Type"]), str(subscriber["Address"])


def _dimension_keys(expression: Fields) -> list[str]:
    own = [str(expression["Dimensions"]["Key"])] if expression.get("Dimensions") else []
    inner = [*(expression.get("And") or ()), *(expression.get("Or") or ())]
    return [*own, *(key for one in inner for key in _dimension_keys(one))]


def _invalid(message: str) -> AwsError:
    return AwsError("ValidationException", message)
