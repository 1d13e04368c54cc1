"""GetMetricData, resolution, dashboards: as CloudWatch answers, over the wire."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.server.conftest import REGION, Aws, Tools

NOW = datetime.now(UTC).replace(second=0, microsecond=0)
START = NOW - timedelta(minutes=10)
DIMENSIONS = [{"Name": "Pattern", "Value": "lambda_on_demand"}]


def query(name: str, namespace: str, stat: str, period: int = 60, **more: Any) -> dict[str, Any]:
    metric = {"Namespace": namespace, "MetricName": "Latency", "Dimensions": DIMENSIONS}
    return {"Id": name, "MetricStat": {"Metric": metric, "Period": period, "Stat": stat}, **more}


def put(aws: Aws, seconds_and_values: dict[float, float], **more: Any) -> str:
    """Data so many seconds after START; the namespace."""
    namespace = aws.name("N")
    data = [
        {
            "MetricName": "Latency",
            "Dimensions": DIMENSIONS,
            "Timestamp": START + timedelta(seconds=second),
            "Value": value,
            **more,
        }
        for second, value in seconds_and_values.items()
    ]
    aws.client("cloudwatch").put_metric_data(Namespace=namespace, MetricData=data)
    return namespace


def get(
    aws: Aws, queries: list[dict[str, Any]], start: datetime = START, end: datetime = NOW, **more: Any
) -> dict[str, dict[datetime, float]]:
    answer = aws.client("cloudwatch").get_metric_data(
        MetricDataQueries=queries, StartTime=start, EndTime=end, ScanBy="TimestampAscending", **more
    )
    return {one["Id"]: dict(zip(one["Timestamps"], one["Values"], strict=True)) for one in answer["MetricDataResults"]}


def test_every_statistic_of_a_minute_percentiles_among_them(aws: Aws) -> None:
    namespace = put(aws, {second / 10: float(second + 1) for second in range(100)})
    stats = {"a": "p50", "b": "p99", "c": "Sum", "d": "SampleCount", "e": "Average", "f": "Maximum", "g": "Minimum"}
    found = get(aws, [query(name, namespace, stat) for name, stat in stats.items()])
    expected = {"a": 50, "b": 99, "c": 5050, "d": 100, "e": 50.5, "f": 100, "g": 1}
    assert {name: list(points.values()) for name, points in found.items()} == {k: [v] for k, v in expected.items()}
    assert list(found["a"]) == [START]


def test_a_start_is_rounded_down_to_the_minute_and_the_end_is_exclusive(aws: Aws) -> None:
    namespace = put(aws, {5: 1.0, 65: 2.0, 125: 4.0})
    start, end = START + timedelta(seconds=34), START + timedelta(seconds=120)
    assert get(aws, [query("q", namespace, "Sum")], start, end)["q"] == {START: 1.0, START + timedelta(minutes=1): 2.0}
    whole = get(aws, [query("q", namespace, "Sum", 300)], start, end)["q"]
    assert whole == {START: 7.0}, "a period that began before the end is whole"


@pytest.mark.parametrize("period", [1, 5, 10, 20, 30])
def test_high_resolution_is_read_by_the_second_and_nothing_else_is(aws: Aws, period: int) -> None:
    sharp = put(aws, {0: 1.0, 31: 2.0}, StorageResolution=1)
    blunt = put(aws, {0: 1.0, 31: 2.0})
    queries = [query("sharp", sharp, "Sum", period), query("blunt", blunt, "Sum", period)]
    found = get(aws, queries, START, START + timedelta(minutes=1))
    second = START + timedelta(seconds=31 // period * period)
    assert found == {"sharp": {START: 1.0, second: 2.0}, "blunt": {}}


def test_seconds_are_kept_for_three_hours(aws: Aws) -> None:
    namespace = put(aws, {0: 1.0}, StorageResolution=1)
    long_ago = NOW - timedelta(hours=4)
    assert get(aws, [query("q", namespace, "Sum", 10)], long_ago)["q"] == {}
    assert get(aws, [query("q", namespace, "Sum", 60)], long_ago)["q"] == {START: 1.0}


def test_embedded_metrics_may_be_of_high_resolution(aws: Aws, tools: Tools) -> None:
    namespace = aws.name("N")
    document = {
        "_aws": {
            "Timestamp": 0,
            "CloudWatchMetrics": [
                {
                    "Namespace": namespace,
                    "Dimensions": [["Pattern"]],
                    "Metrics": [{"Name": "Latency", "Unit": "Milliseconds", "StorageResolution": 1}],
                }
            ],
        },
        "Pattern": "lambda_on_demand",
        "Latency": [3, 5],
    }
    source = f"import json\ndef handler(event, context):\n    print({json.dumps(document)!r})\n"
    aws.invoke(aws.function(source))

    def read() -> list[float]:
        end = datetime.now(UTC) + timedelta(seconds=2)
        return list(get(aws, [query("q", namespace, "Sum", 1)], end - timedelta(seconds=60), end)["q"].values())

    assert tools.eventually(read, "data of high resolution") == [8.0]


def test_metric_math_over_what_is_read(aws: Aws) -> None:
    errors, calls = put(aws, {0: 2.0}), put(aws, {0: 8.0, 60: 4.0})
    queries = [
        {"Id": "rate", "Expression": "FILL(errors, 0) / calls"},
        query("errors", errors, "Sum", ReturnData=False),
        query("calls", calls, "Sum", ReturnData=False),
    ]
    assert get(aws, queries) == {"rate": {START: 0.25, START + timedelta(minutes=1): 0.0}}


def test_the_newest_comes_first_unless_asked_otherwise_and_pages_hold_what_they_may(aws: Aws) -> None:
    namespace = put(aws, {60 * minute: float(minute) for minute in range(5)})
    asked = {"MetricDataQueries": [query("q", namespace, "Sum")], "StartTime": START, "EndTime": NOW}
    cloudwatch = aws.client("cloudwatch")
    first = cloudwatch.get_metric_data(**asked, MaxDatapoints=3)
    assert first["MetricDataResults"][0]["Values"] == [4.0, 3.0, 2.0]
    assert first["MetricDataResults"][0]["StatusCode"] == "PartialData"
    rest = cloudwatch.get_metric_data(**asked, MaxDatapoints=3, NextToken=first["NextToken"])
    assert rest["MetricDataResults"][0]["Values"] == [1.0, 0.0]
    assert rest["MetricDataResults"][0]["StatusCode"] == "Complete"
    assert "NextToken" not in rest


def test_units_are_told_apart(aws: Aws) -> None:
    namespace = put(aws, {0: 2.0}, Unit="Seconds")
    other = query("other", namespace, "Sum")
    other["MetricStat"]["Unit"] = "Milliseconds"
    assert get(aws, [query("any", namespace, "Sum"), other]) == {"any": {START: 2.0}, "other": {}}


@pytest.mark.parametrize(
    ("queries", "says"),
    [
        ([query("q", "N", "Sum", 15)], "must be 1, 5, 10, 20, 30 or a multiple of 60"),
        ([query("q", "N", "tm99")], "is not one that the sandbox computes"),
        ([query("Q", "N", "Sum")], "lower-case letter"),
        ([query("q", "N", "Sum"), query("q", "N", "Sum")], "unique"),
        ([{"Id": "q", "Expression": "missing * 2"}], "'missing' is not there"),
        ([{"Id": "q", "Expression": "SEARCH('x', 'Sum')"}], "Error in expression"),
        ([query("a", "N", "Sum"), query("b", "N", "Sum", 300), {"Id": "c", "Expression": "a + b"}], "use one"),
    ],
)
def test_a_query_that_cannot_be_answered_is_refused(aws: Aws, queries: list[dict[str, Any]], says: str) -> None:
    with pytest.raises(ClientError, match=says):
        get(aws, queries)


def test_a_resolution_is_one_or_sixty(aws: Aws) -> None:
    with pytest.raises(ClientError, match="must be 1 or 60"):
        put(aws, {0: 1.0}, StorageResolution=10)


def dashboard(**properties: Any) -> str:
    shown = {"metrics": [["N", "Latency", "Pattern", "x", {"stat": "p99"}]], "region": REGION, **properties}
    kept = {name: value for name, value in shown.items() if value is not None}
    widget = {"type": "metric", "x": 0, "y": 0, "width": 12, "height": 6, "properties": kept}
    return json.dumps({"widgets": [widget]})


def test_a_dashboard_that_is_right_is_kept(aws: Aws) -> None:
    cloudwatch, name = aws.client("cloudwatch"), aws.name("d")
    rows = [["N", "Latency", "Pattern", "x"], ["...", "y"], [{"expression": "m1 * 2"}]]
    cloudwatch.put_dashboard(DashboardName=name, DashboardBody=dashboard(metrics=rows))
    assert json.loads(cloudwatch.get_dashboard(DashboardName=name)["DashboardBody"])["widgets"]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (dashboard(region=None), "required property 'region'"),
        (dashboard(metrics=None), "a region and a data source or an alarm annotation"),
        (dashboard(metrics=["N"]), "Should be array"),
        (dashboard(metrics=[["N", "Latency", "Pattern"]]), "pairs of dimension and value"),
        ("{", "valid JSON"),
        ("{}", "required property 'widgets'"),
        (json.dumps({"widgets": [{"type": "chart", "properties": {}}]}), "/widgets/0/type"),
        (json.dumps({"widgets": [{"type": "text", "width": 25, "properties": {"markdown": "x"}}]}), "width"),
    ],
)
def test_a_dashboard_that_cloudwatch_refuses_is_refused(aws: Aws, body: str, says: str) -> None:
    with pytest.raises(ClientError, match=says) as refused:
        aws.client("cloudwatch").put_dashboard(DashboardName=aws.name("d"), DashboardBody=body)
    assert refused.value.response["Error"]["Code"] == "InvalidParameterInput"
