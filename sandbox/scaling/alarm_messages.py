"""What an alarm says of itself, to a topic. Pure.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html, as SNS delivers it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sandbox.request import ACCOUNT_ID
from sandbox.scaling.alarm_state import AlarmState


def message(region: str, alarm: Any, before: AlarmState, after: AlarmState) -> dict[str, Any]:
    """The message of a change of state.

    Args:
        region: Where the alarm is.
        alarm: One of moto's alarms.
        before: Its state so far.
        after: Its state now.
    """
    common = {
        "AlarmName": alarm.name,
        "AlarmDescription": alarm.description,
        "AWSAccountId": ACCOUNT_ID,
        "NewStateValue": after.value,
        "NewStateReason": alarm.state_reason,
        "OldStateValue": before.value,
        "StateChangeTime": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "Region": region,
        "AlarmArn": alarm.alarm_arn,
    }
    return {**common, "AlarmRule": alarm.rule} if alarm.rule else {**common, "Trigger": _trigger(alarm)}


def shown(points: Sequence[float | None]) -> str:
    """Datapoints as the reason of a state has them."""
    return "[" + ", ".join("-" if point is None else f"{point:g}" for point in points) + "]"


def _trigger(alarm: Any) -> dict[str, Any]:
    common = {
        "Period": alarm.period,
        "EvaluationPeriods": alarm.evaluation_periods,
        "ComparisonOperator": alarm.comparison_operator,
        "Threshold": alarm.threshold,
        "TreatMissingData": alarm.treat_missing_data,
    }
    if alarm.metric_data_queries:
        return {**common, "Metrics": [_query(one) for one in alarm.metric_data_queries]}
    return {
        "MetricName": alarm.metric_name,
        "Namespace": alarm.namespace,
        "Statistic": alarm.statistic,
        "Dimensions": [{"name": one.name, "value": one.value} for one in alarm.dimensions],
        **common,
    }


def _query(query: Any) -> dict[str, Any]:
    shown_query: dict[str, Any] = {"Id": query.id, "ReturnData": query.return_data}
    if query.metric_stat is None:
        return {**shown_query, "Expression": query.expression, "Label": query.label}
    metric, stat = query.metric_stat.metric, query.metric_stat
    dimensions = [{"Name": one.name, "Value": one.value} for one in metric.dimensions or ()]
    named = {"Namespace": metric.namespace, "MetricName": metric.metric_name, "Dimensions": dimensions}
    return {**shown_query, "MetricStat": {"Metric": named, "Period": stat.period, "Stat": stat.stat}}
