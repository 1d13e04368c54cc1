"""Alarms, objectives and the dashboard of the API; and what the policy pack says of all of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from guardrails.audit.auditor import Auditor
from guardrails.catalog import load
from guardrails.config.pack_config import PackConfig

from components.observability import DashboardArgs, body
from domain.metrics import NAMESPACE, Metric
from tests.components.prediction_api.support import EVERYTHING, SIGNING_KEY, deployed
from tests.components.support.harness import RecordedStack
from tests.program.test_guardrails import exported

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm"


def queries(stack: RecordedStack, ending: str) -> dict[str, Any]:
    return {one["id"]: one for one in stack.only(ALARM, ending).inputs["metricQueries"]}


def test_errors_are_a_share_and_one_failure_of_few_calls_is_none(plain: RecordedStack) -> None:
    alarm = plain.only(ALARM, "alarms-errors").inputs
    found = queries(plain, "alarms-errors")
    assert found["result"]["expression"] == "IF(errors >= 3, 100 * errors / requests, 0)"
    assert [one["returnData"] for one in found.values()] == [True, False, False]
    assert found["errors"]["metric"]["metricName"] == "5XXError"
    assert found["requests"]["metric"]["stat"] == "SampleCount"
    assert set(found["errors"]["metric"]["dimensions"]) == {"ApiName", "Stage"}
    assert (alarm["threshold"], alarm["treatMissingData"]) == (1.0, "notBreaching")


def test_latency_is_a_percentile_that_few_calls_do_not_move(plain: RecordedStack) -> None:
    """More than 1 % above the threshold is a 99th percentile above it, but one cold start of ten calls is not."""
    alarm, found = plain.only(ALARM, "alarms-latency").inputs, queries(plain, "alarms-latency")
    assert found["result"]["expression"] == "IF(answers - fast >= 3, 100 * (answers - fast) / answers, 0)"
    assert (found["answers"]["metric"]["stat"], found["fast"]["metric"]["stat"]) == ("SampleCount", "TC(:2000)")
    assert alarm["threshold"] == 1


def test_saturation_is_seen_before_calls_are_refused(plain: RecordedStack, project: Path) -> None:
    assert plain.only(ALARM, "saturated").inputs["threshold"] == 20  # 80 % of 25
    unlimited = deployed(project, function={"reserved_concurrency": 0})
    assert not [one for one in unlimited.all(ALARM) if one.name.endswith("saturated")]


def test_a_candidate_is_watched_by_its_own_share_and_time(everything: RecordedStack) -> None:
    found = queries(everything, "candidate-errors")
    dimensions = {"service": "predict_http", "Environment": "staging", "Release": "candidate"}
    for name, metric in (("errors", Metric.PREDICTION_ERRORS), ("requests", Metric.PREDICTION_REQUESTS)):
        assert found[name]["metric"] == {
            "namespace": NAMESPACE,
            "metricName": metric.value,
            "stat": "Sum",
            "period": 60,
            "dimensions": dimensions,
        }
    assert found["result"]["expression"] == "100 * errors / requests"
    slow = queries(everything, "candidate-latency")
    assert slow["fast"]["metric"]["stat"] == "TC(:1000)"
    assert slow["answers"]["metric"]["dimensions"] == dimensions


@pytest.mark.parametrize("alarm", ["candidate-errors", "candidate-latency"])
def test_a_candidate_that_nobody_called_is_not_healthy(everything: RecordedStack, alarm: str) -> None:
    """The rollout waits on INSUFFICIENT_DATA; an alarm that is OK without data would let a broken model pass."""
    assert everything.only(ALARM, alarm).inputs["treatMissingData"] == "missing"


def test_what_a_rollout_of_a_model_watches_is_handed_on(everything: RecordedStack) -> None:
    api = everything.only("inference-platform:prediction-api:PredictionApi")
    names = everything.outputs[api.urn]["candidate_alarm_names"]
    made = {one.state["name"] for one in everything.all(ALARM) if "candidate" in one.name}
    assert set(names) == made
    assert len(names) == 2


@pytest.mark.parametrize(
    ("ending", "period", "periods", "threshold", "least"),
    [
        ("availability-1h-long", 3600, 1, 0.0144, 5),
        ("availability-1h-short", 300, 1, 0.0144, 1),
        ("availability-6h-long", 21600, 1, 0.006, 5),
        ("availability-6h-short", 1800, 1, 0.006, 1),
        ("availability-3d-long", 86400, 3, 0.001, 5),
        ("availability-3d-short", 21600, 1, 0.001, 1),
        ("latency-1h-long", 3600, 1, 0.144, 5),
    ],
)
def test_burn_rates_over_two_windows(
    everything: RecordedStack, ending: str, period: int, periods: int, threshold: float, least: int
) -> None:
    alarm = everything.only(ALARM, ending).inputs
    assert (alarm["threshold"], alarm["evaluationPeriods"]) == (threshold, periods)
    assert "alarmActions" not in alarm or alarm["alarmActions"] == []
    found = queries(everything, ending)
    failures = "errors" if "availability" in ending else "requests - fast"
    assert found["result"]["expression"] == f"IF({failures} >= {least}, ({failures}) / (requests), 0)"
    assert {one["metric"]["period"] for name, one in found.items() if name != "result"} == {period}


def test_slow_requests_are_counted_by_their_value(everything: RecordedStack) -> None:
    found = queries(everything, "latency-1h-long")
    assert found["fast"]["metric"]["stat"] == "TC(:400)"
    assert found["requests"]["metric"]["metricName"] == "Latency"


def test_a_composite_tells_when_both_windows_burn(everything: RecordedStack) -> None:
    names = {one.name.rpartition("watch-")[2]: one.state["name"] for one in everything.all(ALARM)}
    page = everything.only(COMPOSITE, "availability-page").inputs
    pairs = [(names[f"availability-{window}-long"], names[f"availability-{window}-short"]) for window in ("1h", "6h")]
    assert page["alarmRule"] == " OR ".join(f'(ALARM("{long}") AND ALARM("{short}"))' for long, short in pairs)
    assert len(page["alarmActions"]) == 1
    assert "gone in 5 days or sooner. Look now" in page["alarmDescription"]
    ticket = everything.only(COMPOSITE, "availability-ticket").inputs
    assert "gone in 30 days or sooner. Look in working hours" in ticket["alarmDescription"]


def test_objectives_are_made_when_asked_for(plain: RecordedStack) -> None:
    assert plain.all(COMPOSITE) == []


def dashboard(**given: Any) -> dict[str, Any]:
    args = DashboardArgs(
        **{
            "name": "d",
            "region": "eu-west-1",
            "api_name": "api",
            "stage": "live",
            "function_name": "f",
            "service": "predict_http",
            "environment": "prod",
            **given,
        }
    )
    return body(args)


def test_every_chart_says_its_region_and_no_two_overlap() -> None:
    widgets = dashboard(alarm_arns=["arn:a"])["widgets"]
    taken: set[tuple[int, int]] = set()
    for widget in widgets:
        assert widget["x"] + widget["width"] <= 24
        place = {
            (x, y)
            for x in range(widget["x"], widget["x"] + widget["width"])
            for y in range(widget["y"], widget["y"] + widget["height"])
        }
        assert not taken & place
        taken |= place
        if widget["type"] == "metric":
            assert widget["properties"]["region"] == "eu-west-1"
            for metric in widget["properties"]["metrics"]:
                assert all(isinstance(part, str) for part in metric[:-1])
                assert len(metric[:-1]) % 2 == 0


def test_without_objectives_no_alarm_and_no_line_is_drawn() -> None:
    widgets = dashboard()["widgets"]
    assert {widget["type"] for widget in widgets} == {"metric"}
    assert "annotations" not in json.dumps(widgets)


def test_the_dashboard_shows_what_is_deployed(everything: RecordedStack, project: Path) -> None:
    shown = everything.only("aws:cloudwatch/dashboard:Dashboard").inputs
    text = shown["dashboardBody"]
    assert everything.only("aws:lambda/function:Function", "front").state["name"] in text
    assert everything.only("aws:apigateway/restApi:RestApi").state["name"] in text
    assert len(json.loads(text)["widgets"][-1]["properties"]["alarms"]) == 4
    assert deployed(project, dashboard=False).all("aws:cloudwatch/dashboard:Dashboard") == []


def test_every_metric_of_ours_is_one_that_functions_publish(everything: RecordedStack) -> None:
    text = everything.only("aws:cloudwatch/dashboard:Dashboard").inputs["dashboardBody"]
    shown = {metric[1] for one in json.loads(text)["widgets"] for metric in one["properties"].get("metrics", [])}
    ours = {name for name in shown if name.startswith(("Prediction", "Model"))}
    assert ours == {metric.value for metric in Metric if metric.value.startswith(("Prediction", "ModelLoad"))}


@pytest.mark.parametrize("given", [{}, EVERYTHING], ids=["plain", "everything"])
def test_the_policy_pack_has_nothing_to_say(project: Path, tmp_path: Path, given: dict[str, Any]) -> None:
    (tmp_path / "stack.json").write_text(
        exported(deployed(project, signing_key=SIGNING_KEY, **given)), encoding="utf-8"
    )
    report = Auditor(load(), PackConfig(), datetime.now(UTC).date()).audit(str(tmp_path / "stack.json"))
    assert report.error == ""
    assert [f"{finding.rule}: {finding.message}" for finding in report.findings] == []
