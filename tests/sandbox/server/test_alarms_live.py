"""Alarms on metric math and composite alarms, evaluated by the server."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.server.conftest import Aws, Tools


def put(aws: Aws, namespace: str, **values: float) -> None:
    data = [{"MetricName": name, "Value": value} for name, value in values.items()]
    aws.client("cloudwatch").put_metric_data(Namespace=namespace, MetricData=data)


def stat(name: str, namespace: str, statistic: str = "Sum") -> dict[str, Any]:
    metric = {"Metric": {"Namespace": namespace, "MetricName": name}, "Period": 60, "Stat": statistic}
    return {"Id": name, "MetricStat": metric, "ReturnData": False}


def rate_alarm(aws: Aws, namespace: str, expression: str = "IF(calls >= 2, errors / calls, 0)", **more: Any) -> str:
    name = aws.name("alarm")
    aws.client("cloudwatch").put_metric_alarm(
        AlarmName=name,
        Metrics=[
            {"Id": "rate", "Expression": expression, "ReturnData": True},
            stat("errors", namespace),
            stat("calls", namespace),
        ],
        EvaluationPeriods=1,
        Threshold=0.1,
        ComparisonOperator="GreaterThanThreshold",
        TreatMissingData="notBreaching",
        **more,
    )
    return name


def state(aws: Aws, name: str) -> str:
    found = aws.client("cloudwatch").describe_alarms(AlarmNames=[name], AlarmTypes=["MetricAlarm", "CompositeAlarm"])
    return str([*found["MetricAlarms"], *found["CompositeAlarms"]][0]["StateValue"])


def test_a_rate_above_its_threshold_is_an_alarm_and_wakes_a_composite_one(aws: Aws, tools: Tools) -> None:
    namespace, sqs, sns = aws.name("ns"), aws.client("sqs"), aws.client("sns")
    queue = sqs.create_queue(QueueName=aws.name("q"))["QueueUrl"]
    topic = sns.create_topic(Name=aws.name("t"))["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=aws.arn("sqs", queue.rsplit("/", 1)[-1]))
    one, other, both = rate_alarm(aws, namespace), rate_alarm(aws, aws.name("quiet")), aws.name("both")
    aws.client("cloudwatch").put_composite_alarm(
        AlarmName=both, AlarmRule=f'ALARM("{one}") AND NOT ALARM("{other}")', AlarmActions=[topic]
    )

    def broken() -> bool:
        # Periods are short here: data of several calls, until an evaluation has seen it.
        put(aws, namespace, errors=5.0, calls=10.0)
        return state(aws, one) == "ALARM"

    tools.eventually(broken, "the rate alarm")
    tools.eventually(lambda: state(aws, both) == "ALARM", "the composite alarm")
    messages = tools.eventually(lambda: sqs.receive_message(QueueUrl=queue).get("Messages"), "its message")
    body = json.loads(json.loads(messages[0]["Body"])["Message"])
    assert (body["AlarmName"], body["NewStateValue"]) == (both, "ALARM")
    assert one in body["NewStateReason"]
    tools.eventually(lambda: state(aws, one) == "OK", "the rate alarm is over")
    tools.eventually(lambda: state(aws, both) == "OK", "and so is the composite one")


def test_few_calls_are_no_alarm(aws: Aws, tools: Tools) -> None:
    namespace = aws.name("ns")
    guarded, plain = rate_alarm(aws, namespace, "IF(calls >= 1000000, errors / calls, 0)"), rate_alarm(aws, namespace)

    def seen() -> bool:
        put(aws, namespace, errors=1.0, calls=2.0)
        return state(aws, plain) == "ALARM"

    tools.eventually(seen, "the alarm without a guard")
    assert state(aws, guarded) == "OK"


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("errors / nothing", "refers to nothing"),
        ("errors /", "a value is missing"),
        ("ANOMALY_DETECTION_BAND(errors)", "has no function"),
    ],
)
def test_expressions_that_cannot_be_evaluated_are_refused(aws: Aws, expression: str, reason: str) -> None:
    with pytest.raises(ClientError, match=reason):
        rate_alarm(aws, "N", expression)


def test_composite_alarms_that_cloudwatch_refuses(aws: Aws) -> None:
    client = aws.client("cloudwatch")
    for rule, reason in (("ALARM(nobody)", "do not exist"), ("ALARM(", "missing"), ("BROKEN(a)", "is no state")):
        with pytest.raises(ClientError, match=reason):
            client.put_composite_alarm(AlarmName=aws.name("c"), AlarmRule=rule)


def test_a_span_over_a_week_is_refused(aws: Aws) -> None:
    with pytest.raises(ClientError, match="seven days"):
        aws.client("cloudwatch").put_metric_alarm(
            AlarmName=aws.name("a"),
            Namespace="N",
            MetricName="M",
            Statistic="Sum",
            Period=86_400,
            EvaluationPeriods=8,
            Threshold=1,
            ComparisonOperator="GreaterThanThreshold",
        )


def band_alarm(aws: Aws, namespace: str, comparison: str = "GreaterThanUpperThreshold", **more: Any) -> str:
    name = aws.name("alarm")
    given = {
        "Metrics": [
            {"Id": "band", "Expression": "ANOMALY_DETECTION_BAND(cost, 3)"},
            {**stat("cost", namespace), "ReturnData": True},
        ],
        "ThresholdMetricId": "band",
        "EvaluationPeriods": 1,
        "ComparisonOperator": comparison,
        "TreatMissingData": "ignore",
    }
    kept = {key: value for key, value in {**given, **more}.items() if value is not None}
    aws.client("cloudwatch").put_metric_alarm(AlarmName=name, **kept)
    return name


def test_an_alarm_on_a_band_waits_for_history_and_tells_what_is_out_of_it(aws: Aws, tools: Tools) -> None:
    namespace = aws.name("N")
    name = band_alarm(aws, namespace)
    put(aws, namespace, cost=10.0)
    tools.eventually(lambda: state(aws, name) == "INSUFFICIENT_DATA", "too little history")

    def usual() -> bool:
        put(aws, namespace, cost=10.0)
        return state(aws, name) == "OK"

    tools.eventually(usual, "enough history", 30.0)

    def unusual() -> bool:
        put(aws, namespace, cost=1000.0)
        return state(aws, name) == "ALARM"

    tools.eventually(unusual, "far above the band")
    below = band_alarm(aws, namespace, "LessThanLowerThreshold")
    put(aws, namespace, cost=1000.0)
    tools.eventually(lambda: state(aws, below) == "OK", "above the band is not below it")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"Threshold": 1.0}, "cannot both be given"),
        ({"ThresholdMetricId": None}, "ThresholdMetricId goes with"),
        ({"ThresholdMetricId": "cost"}, "must be the id of an ANOMALY_DETECTION_BAND"),
        ({"ComparisonOperator": "GreaterThanThreshold"}, "ThresholdMetricId goes with"),
        ({"Metrics": [{"Id": "band", "Expression": "ANOMALY_DETECTION_BAND(none, 2)"}]}, "refers to none"),
    ],
)
def test_an_alarm_on_a_band_that_has_none_is_refused(aws: Aws, more: dict[str, Any], says: str) -> None:
    with pytest.raises(ClientError, match=says):
        band_alarm(aws, aws.name("N"), **more)
