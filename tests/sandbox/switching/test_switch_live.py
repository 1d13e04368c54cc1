"""The switch from the engine to the caller: the primary fails, nobody notices, traffic leaves it and comes back."""

from __future__ import annotations

import json
from typing import Any

import pytest

pytestmark = [pytest.mark.engine, pytest.mark.server, pytest.mark.xdist_group("engine-apart")]

HOME, STANDBY = "sagemaker_realtime", "sagemaker_serverless"
HEALTHY_AGAIN = 250
"""Calls after which the few that failed are less than the share that a pattern must be below to come back."""


def routed(switch: Any, count: int, name: str, **given: Any) -> list[dict[str, Any]]:
    return [switch.route(f"{name}-{index}", **given) for index in range(count)]


def test_the_first_look_finds_both_healthy_and_says_so(switch: Any) -> None:
    found = switch.look()
    assert found["stored"]
    assert (found["primary"], found["mode"]) == (HOME, "normal"), found
    assert set(found["healthy"]) == {HOME, STANDBY}
    assert found["weights"] == pytest.approx({HOME: 0.95, STANDBY: 0.05}, abs=0.001)


def test_requests_are_answered_by_the_primary_but_for_the_standbys_share(switch: Any) -> None:
    replies = routed(switch, 10, "healthy")
    assert {reply["status"] for reply in replies} == {"answered"}
    by = [reply["pattern"] for reply in replies]
    assert by.count(HOME) >= 7
    assert replies[0]["decision_id"]


def test_the_primary_fails_and_no_request_is_lost_until_traffic_comes_back(switch: Any) -> None:
    broken = {"kind": "error_5xx", "service": "sagemaker", "operation": "InvokeEndpoint"}
    with switch.fault(**broken, match=switch.endpoint("realtime_endpoint")):
        replies = routed(switch, 8, "outage")
        assert {(reply["status"], reply["pattern"]) for reply in replies} == {("answered", STANDBY)}, replies
        outcomes = {made["outcome"] for reply in replies for made in reply["attempts"] if made["pattern"] == HOME}
        assert "circuit_open" in outcomes, "after a few failures nobody calls it any more"

        left = switch.look()
        assert (left["primary"], left["switched"], left["mode"]) == (STANDBY, True, "normal"), left
        assert left["weights"][HOME] == 0
        after = switch.route("after-the-switch")
        assert [made["pattern"] for made in after["attempts"]] == [STANDBY], "at once, and nothing is tried in vain"
        assert after["decision_id"] == left["decision_id"]

    explained = switch.advisor("explain", "outage-0")
    assert explained.returncode == 0, explained.stderr
    assert f"{HOME}: " in explained.stdout
    assert "answered by sagemaker_serverless" in explained.stdout

    routed(switch, HEALTHY_AGAIN, "recovered", pattern=HOME)
    seen = [switch.look()]
    while seen[-1]["primary"] != HOME and len(seen) < 8:
        switch.age()
        assert switch.route(f"returning-{len(seen)}")["status"] == "answered"
        seen.append(switch.look())
    modes = [found["mode"] for found in seen]
    assert seen[-1]["primary"] == HOME, [(found["mode"], found["reason"]) for found in seen]
    assert "returning" in modes, modes
    shares = [found["weights"][HOME] for found in seen]
    assert shares == sorted(shares), "step by step, and never back"


def test_the_advisor_shows_who_has_the_traffic(switch: Any) -> None:
    status = switch.advisor("status", "--json")
    assert status.returncode == 0, status.stderr
    found = json.loads(status.stdout)
    assert found["state"]["primary"] == HOME
    assert found["decision"]["decision_id"] == found["state"]["decision_id"]
    dry = switch.advisor("decide", "--dry-run", "--json")
    assert dry.returncode == 0, dry.stderr
    assert json.loads(dry.stdout)["stored"] is False
    assert json.loads(switch.advisor("status", "--json").stdout)["state"] == found["state"]


def test_what_the_dashboard_and_the_alarms_read_is_there(switch: Any) -> None:
    """Every metric that a chart names has data of this stack's functions, but for what never happened."""
    cloudwatch = switch.client("cloudwatch")
    body = cloudwatch.get_dashboard(DashboardName=switch.outputs["switchDashboard"])["DashboardBody"]
    charts = [widget["properties"].get("metrics", []) for widget in json.loads(body)["widgets"]]
    rows = [row for chart in charts for row in chart if row[0] == "InferencePlatform"]
    shown = {(row[1], tuple(sorted(zip(row[2:-1:2], row[3:-1:2], strict=True)))) for row in rows}
    there = {
        (metric["MetricName"], tuple(sorted((one["Name"], one["Value"]) for one in metric["Dimensions"])))
        for page in cloudwatch.get_paginator("list_metrics").paginate(Namespace="InferencePlatform")
        for metric in page["Metrics"]
    }
    never = {name for name, dimensions in shown - there}
    assert never <= {"CircuitsOpened"}, "of the pattern that never failed"
    alarms = cloudwatch.describe_alarms()["MetricAlarms"]
    assert len([one for one in alarms if "ThresholdMetricId" in one]) == 3
