"""Alarms and the dashboard: they watch what the functions really publish; and what the policy pack says of it all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from guardrails.audit.auditor import Auditor
from guardrails.catalog import load
from guardrails.config.pack_config import PackConfig

from components.switching.dashboard import SwitchDashboardArgs, body
from components.switching.packages import EVALUATOR, ROUTER
from domain.metrics import NAMESPACE
from lambdas.patterns.outcomes import Outcome
from lambdas.route_request.meter import RouterMeter
from lambdas.switch_patterns.meter import SwitchMeter
from sandbox.scaling.metric_math import Series, compute, parse_expression
from tests.components.support.harness import RecordedStack
from tests.components.switching.support import EVERY, TWO, deployed
from tests.program.test_guardrails import exported

pytestmark = pytest.mark.xdist_group("pulumi_aws")

ALARM, DASHBOARD = "aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/dashboard:Dashboard"
PATTERNS = ("sagemaker_realtime", "sagemaker_serverless")

Published = set[tuple[str, frozenset[tuple[str, str]]]]
"""Metrics with their dimensions."""


def queries(stack: RecordedStack, ending: str) -> dict[str, Any]:
    return {one["id"]: one for one in stack.only(ALARM, ending).inputs["metricQueries"]}


def read(lines: list[str]) -> Published:
    """Metric lines as CloudWatch reads them."""
    found: Published = set()
    for line in map(json.loads, lines):
        for directive in line["_aws"]["CloudWatchMetrics"]:
            assert directive["Namespace"] == NAMESPACE
            for dimensions in directive["Dimensions"]:
                values = frozenset((name, line[name]) for name in dimensions)
                found |= {(metric["Name"], values) for metric in directive["Metrics"]}
    return found


def published(patterns: tuple[str, ...]) -> Published:
    """What both functions' meters write for everything that can happen."""
    lines: list[str] = []
    router = RouterMeter({"service": ROUTER, "Environment": "staging"}, patterns, lines.append, lambda: 1.0)
    for pattern in patterns:
        router.attempted(pattern, Outcome.ANSWERED, 1.0, 0.1)
        router.opened(pattern)
    router.done(failed=True, fell_back=True)
    SwitchMeter(EVALUATOR, "staging", lines.append, lambda: 1.0).looked(healthy=1, switched=True)
    return read(lines)


def rows(document: dict[str, Any]) -> Iterator[list[Any]]:
    """Metrics of charts, without expressions."""
    for widget in document["widgets"]:
        for row in widget["properties"].get("metrics", []):
            if isinstance(row[0], str):
                yield row


def dashboard(**given: Any) -> dict[str, Any]:
    args = {
        "name": "d",
        "region": "eu-west-1",
        "environment": "staging",
        "patterns": PATTERNS,
        "hourly_usd": {"sagemaker_realtime": 0.23, "sagemaker_serverless": 0.0},
        "priced": PATTERNS,
        "p99_ms": 2500.0,
        "router_name": "router",
        **given,
    }
    return body(SwitchDashboardArgs(**args))


def test_the_dashboard_reads_exactly_what_the_functions_publish() -> None:
    """A name or a dimension too many or too few is a chart that stays empty for ever."""
    shown = {
        (row[1], frozenset(zip(row[2:-1:2], row[3:-1:2], strict=True)))
        for row in rows(dashboard())
        if row[0] == NAMESPACE
    }
    assert shown == published(PATTERNS)


def test_every_alarm_reads_what_a_function_publishes(two: RecordedStack) -> None:
    watched: Published = set()
    for alarm in two.all(ALARM):
        found = alarm.inputs
        if found.get("namespace") == NAMESPACE:
            watched.add((found["metricName"], frozenset(found["dimensions"].items())))
        for query in found.get("metricQueries", []):
            metric = query.get("metric")
            if metric is not None and metric["namespace"] == NAMESPACE:
                watched.add((metric["metricName"], frozenset(metric["dimensions"].items())))
    assert watched <= published(PATTERNS)
    names = {name for name, _ in watched}
    assert names == {"HealthyPatterns", "RequestsFailed", "PatternSwitches", "PatternLatency", "PatternCost"}


def test_nothing_healthy_and_nobody_who_looks_are_both_told(two: RecordedStack) -> None:
    alarm, found = two.only(ALARM, "alarms-healthy").inputs, queries(two, "alarms-healthy")
    assert found["result"]["expression"] == "IF(healthy < 1, 1, 0)"
    assert found["healthy"]["metric"]["stat"] == "Maximum"
    assert found["healthy"]["metric"]["period"] == 60
    assert (alarm["threshold"], alarm["evaluationPeriods"], alarm["treatMissingData"]) == (1, 2, "breaching")
    assert len(alarm["alarmActions"]) == 1


def test_failed_requests_and_a_primary_that_changes_often_are_told(project: Path) -> None:
    stack = deployed(project, TWO, alarms={"failed_requests": 5, "switches_per_hour": 3})
    failed, flapping = stack.only(ALARM, "alarms-failed").inputs, stack.only(ALARM, "alarms-flapping").inputs
    assert (failed["threshold"], failed["period"], failed["treatMissingData"]) == (5, 300, "notBreaching")
    assert (flapping["threshold"], flapping["period"], flapping["statistic"]) == (3, 3600, "Sum")


def test_what_is_unusual_is_above_the_band_that_cloudwatch_learned(two: RecordedStack) -> None:
    alarm, found = two.only(ALARM, "sagemaker-serverless-cost").inputs, queries(two, "sagemaker-serverless-cost")
    assert alarm["thresholdMetricId"] == "band"
    assert alarm["comparisonOperator"] == "GreaterThanUpperThreshold"
    assert "threshold" not in alarm, "an alarm has one of the two"
    assert found["band"]["expression"] == "ANOMALY_DETECTION_BAND(watched, 4)"
    assert found["watched"]["metric"]["metricName"] == "PatternCost"
    assert all(one["returnData"] for one in found.values())
    latency = queries(two, "sagemaker-realtime-latency")["watched"]["metric"]
    assert (latency["stat"], latency["dimensions"]["Pattern"]) == ("p99", "sagemaker_realtime")


def test_a_pattern_that_is_paid_for_by_the_hour_has_no_unusual_requests(two: RecordedStack) -> None:
    assert not [one for one in two.all(ALARM) if one.name.endswith("realtime-cost")]


def test_unusual_is_watched_where_it_is_asked_for(project: Path) -> None:
    stack = deployed(project, TWO, alarms={"anomalies": False})
    assert not [one for one in stack.all(ALARM) if "thresholdMetricId" in one.inputs]


def test_every_chart_says_its_region_and_no_two_overlap() -> None:
    taken: set[tuple[int, int]] = set()
    for widget in dashboard(alarm_arns=["arn:a"])["widgets"]:
        across, down = (
            range(widget["x"], widget["x"] + widget["width"]),
            range(widget["y"], widget["y"] + widget["height"]),
        )
        place = {(x, y) for x in across for y in down}
        assert widget["x"] + widget["width"] <= 24
        assert not taken & place
        taken |= place
        if widget["type"] == "metric":
            assert widget["properties"]["region"] == "eu-west-1"


def test_an_expression_names_only_what_its_chart_has() -> None:
    functions = {"FILL", "RUNNING_SUM"}
    for widget in dashboard()["widgets"]:
        entries = widget["properties"].get("metrics", [])
        ids = [entry[-1]["id"] for entry in entries if isinstance(entry[-1], dict) and "id" in entry[-1]]
        assert len(ids) == len(set(ids))
        for entry in entries:
            if isinstance(entry[0], dict):
                words = set(re.findall(r"[A-Za-z_][A-Za-z0-9_]*", entry[0]["expression"]))
                assert words - functions <= set(ids)


def cost(title: str, **given: Any) -> dict[str, Any]:
    found = [one for one in dashboard(**given)["widgets"] if title in one["properties"]["title"]]
    assert len(found) == 1
    properties: dict[str, Any] = found[0]["properties"]
    return properties


def paid(shown: dict[str, Any], requests: Series, looks: Series) -> list[float | None]:
    """What the first pattern cost in each period of a chart, by the chart's own expression."""
    text: str = shown["metrics"][0][0]["expression"]
    known = {"c0": requests, "looks": looks}
    return list(compute(parse_expression(text.removeprefix("RUNNING_SUM")), known, len(requests)))


def test_the_cost_of_a_day_grows_with_requests_and_with_hours() -> None:
    shown, daily = cost("cumulative"), cost("each day")
    assert (shown["period"], shown["start"], daily["period"]) == (300, "-PT24H", 86_400)
    texts = [entry[0]["expression"] for entry in shown["metrics"] if isinstance(entry[0], dict)]
    assert all(text.startswith("RUNNING_SUM(") for text in texts)
    assert paid(shown, [0.5, None], [5, 5]) == pytest.approx([0.5 + 0.23 / 12, 0.23 / 12])
    assert paid(daily, [2.0], [1440]) == pytest.approx([2 + 0.23 * 24])


def test_no_hour_is_paid_for_before_the_deployment_nor_after_now() -> None:
    """A price times the length of a period would show whole days of two weeks in which there was no stack."""
    assert paid(cost("each day"), [None, 0.0], [None, 60]) == pytest.approx([0, 0.23])
    assert paid(cost("each day", every_minutes=5), [0.0], [12]) == pytest.approx([0.23])


def test_each_chart_keeps_its_period() -> None:
    """By default CloudWatch fits periods to the time that is looked at: a day's cost would be that of minutes."""
    assert dashboard()["periodOverride"] == "inherit"


def test_a_pattern_without_a_price_is_named_and_no_line_at_0() -> None:
    shown = cost("cumulative", hourly_usd={"sagemaker_serverless": 0.0})
    assert "without SageMaker, real-time endpoint: what it costs is not known" in shown["title"]
    assert "sagemaker_realtime" not in json.dumps(shown["metrics"])
    nothing = dashboard(priced=())
    assert not [one for one in nothing["widgets"] if "Cost" in one["properties"]["title"]]


def test_the_dashboard_shows_what_is_deployed(every: RecordedStack, project: Path) -> None:
    text = every.only(DASHBOARD).inputs["dashboardBody"]
    router = next(one for one in every.all("aws:lambda/function:Function") if one.name.endswith("router"))
    assert router.state["name"] in text
    shown = json.loads(text)["widgets"][-1]["properties"]["alarms"]
    assert len(shown) == 3 + len(EVERY) + 3, "three of the switch, latency of each, cost of those billed by use"
    assert deployed(project, TWO, dashboard=False).all(DASHBOARD) == []


@pytest.mark.parametrize("patterns", [TWO, EVERY], ids=["two", "every"])
def test_the_policy_pack_has_nothing_to_say(project: Path, tmp_path: Path, patterns: list[dict[str, Any]]) -> None:
    (tmp_path / "stack.json").write_text(exported(deployed(project, patterns)), encoding="utf-8")
    report = Auditor(load(), PackConfig(), datetime.now(UTC).date()).audit(str(tmp_path / "stack.json"))
    assert report.error == ""
    assert [f"{finding.rule}: {finding.message}" for finding in report.findings] == []
