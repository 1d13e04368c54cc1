"""What CloudWatch checks when an alarm is made and moto does not; composite alarms, which moto cannot make at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sandbox.errors import AwsError
from sandbox.request import ACCOUNT_ID, AwsRequest, AwsResponse
from sandbox.scaling.alarm_state import STATISTIC
from sandbox.scaling.anomaly import COMPARISONS as BAND_COMPARISONS
from sandbox.scaling.anomaly import band_of
from sandbox.scaling.composite import RuleError, alarms_in, parse_rule
from sandbox.scaling.metric_math import ExpressionError, names_in, parse_expression
from sandbox.service import BaseService

# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
_MOST_SPAN_S: Final = 604_800


class AlarmApi(BaseService):
    """Answers PutCompositeAlarm; refuses metric alarms that could never be evaluated."""

    names = frozenset({"monitoring"})

    def handle(self, request: AwsRequest) -> AwsResponse | None:
        """See `AlarmApi`; declines what is right, so that moto keeps it."""
        if request.protocol != "json":
            return None
        if request.operation == "PutMetricAlarm":
            _check_metrics(request.json())
        if request.operation == "PutCompositeAlarm":
            _put_composite(request.region, request.json())
            return AwsResponse.of_json({}, content_type="application/x-amz-json-1.0")
        return None


def _backend(region: str) -> Any:
    from moto.cloudwatch.models import cloudwatch_backends

    return cloudwatch_backends[ACCOUNT_ID][region]


def _put_composite(region: str, body: Mapping[str, Any]) -> None:
    backend = _backend(region)
    try:
        rule = parse_rule(str(body.get("AlarmRule") or ""))
    except RuleError as error:
        raise AwsError("ValidationError", str(error)) from error
    name = str(body["AlarmName"])
    missing = sorted(alarms_in(rule) - set(backend.alarms))
    if missing or name in alarms_in(rule):
        what = f"alarms [{', '.join(missing)}] in the alarm rule do not exist" if missing else "its rule names itself"
        raise AwsError("ValidationError", f"Could not save the composite alarm as {what}")
    alarm = backend.put_metric_alarm(
        name=name,
        namespace=None,
        metric_name=None,
        comparison_operator=None,
        evaluation_periods=None,
        period=None,
        threshold=None,
        statistic=None,
        description=body.get("AlarmDescription"),
        dimensions=[],
        alarm_actions=body.get("AlarmActions") or [],
        ok_actions=body.get("OKActions") or [],
        insufficient_data_actions=body.get("InsufficientDataActions") or [],
        actions_enabled=body.get("ActionsEnabled"),
        rule=str(body["AlarmRule"]),
        tags=body.get("Tags"),
    )
    alarm.state_value = "INSUFFICIENT_DATA"


def _check_metrics(body: Mapping[str, Any]) -> None:
    queries = body.get("Metrics") or ()
    band = str(body.get("ThresholdMetricId") or "")
    _check_band(body, band)
    ids = {query.get("Id") for query in queries}
    for query in queries:
        expression, stat = query.get("Expression"), (query.get("MetricStat") or {}).get("Stat")
        if (expression is None) == (stat is None):
            raise AwsError(
                "ValidationError", f"Metrics: {query.get('Id')} needs exactly one of MetricStat and Expression"
            )
        if expression is not None and query.get("Id") == band:
            _check_expression(_banded(str(expression)), ids)
        elif expression is not None:
            _check_expression(str(expression), ids)
        elif not STATISTIC.fullmatch(str(stat)):
            raise AwsError("ValidationError", f"Metrics: the statistic {stat!r} is not one that the sandbox computes")
    returned = [query for query in queries if query.get("ReturnData", True) and query.get("Id") != band]
    if queries and len(returned) != 1:
        raise AwsError("ValidationError", f"Exactly one of Metrics must return data, and {len(returned)} do")
    periods = [float((query.get("MetricStat") or {}).get("Period") or query.get("Period") or 0) for query in queries]
    span = max(periods, default=float(body.get("Period") or 0)) * int(body.get("EvaluationPeriods") or 1)
    if span > _MOST_SPAN_S:
        raise AwsError(
            "ValidationError", f"Metrics cannot be checked across more than seven days, and it is {span:g} s"
        )


def _check_band(body: Mapping[str, Any], band: str) -> None:
    """What must hold of an alarm with a band, and of one without."""
    comparison = body.get("ComparisonOperator")
    if (comparison in BAND_COMPARISONS) != bool(band):
        accepted = ", ".join(BAND_COMPARISONS)
        message = f"ThresholdMetricId goes with a ComparisonOperator of {accepted}, and only with one of them; it is"
        raise AwsError("ValidationError", f"{message} {comparison}")
    if not band:
        return
    if body.get("Threshold") is not None:
        raise AwsError("ValidationError", "Threshold and ThresholdMetricId cannot both be given")
    found = [query for query in body.get("Metrics") or () if query.get("Id") == band]
    if len(found) != 1 or band_of(str(found[0].get("Expression") or "")) is None:
        message = f"ThresholdMetricId {band} must be the id of an ANOMALY_DETECTION_BAND(id, width) with a width above"
        raise AwsError("ValidationError", f"{message} 0")


def _banded(expression: str) -> str:
    """The id that a band is of, as an expression of its own."""
    band = band_of(expression)
    return band.of if band else expression


def _check_expression(expression: str, ids: set[Any]) -> None:
    try:
        missing = sorted(names_in(parse_expression(expression)) - ids)
    except ExpressionError as error:
        raise AwsError("ValidationError", f"Invalid metrics expression: {error}") from error
    if missing:
        raise AwsError("ValidationError", f"Invalid metrics expression: {expression!r} refers to {', '.join(missing)}")
