"""The function whole: event in, reply out, metrics on standard output, circuits in the table."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aws_lambda_powertools.utilities.circuit_breaker import base

from lambdas.route_request.handler import handler
from tests.lambdas.route_request.router_parts import NAMES

EVENT = {"content_type": "application/json", "body": "[1]"}


class Context:
    aws_request_id = "invocation-1"

    def get_remaining_time_in_millis(self) -> int:
        return 6000


@pytest.fixture(autouse=True)
def fresh_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Powertools counts in globals of its module."""
    for name in ("_LOCAL_FAILURES", "_LOCAL_SUCCESSES", "_LAST_OBSERVED_STATE"):
        monkeypatch.setattr(base, name, {})


def metrics(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def values(line: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in line.items() if name[0].isupper() and name not in ("Environment", "Pattern")}


@pytest.mark.usefixtures("deployed")
def test_a_request_is_answered_and_measured(endpoint: Any, capsys: pytest.CaptureFixture[str]) -> None:
    reply = handler(EVENT, Context())
    assert (reply["id"], reply["status"], reply["pattern"]) == ("invocation-1", "answered", "sagemaker_realtime")
    assert json.loads(reply["body"])["label"] == 7
    attempt, request = metrics(capsys.readouterr().out)
    assert (attempt["service"], attempt["Environment"], attempt["Pattern"]) == (
        "route_request",
        "test",
        "sagemaker_realtime",
    )
    (directive,) = attempt["_aws"]["CloudWatchMetrics"]
    assert directive["Dimensions"] == [["service", "Environment", "Pattern"]]
    assert {each["Name"]: (each["Unit"], each["StorageResolution"]) for each in directive["Metrics"]} == {
        "PatternRequests": ("Count", 1),
        "PatternErrors": ("Count", 1),
        "PatternLatency": ("Milliseconds", 1),
        "PatternCost": ("None", 1),
    }
    assert (attempt["PatternRequests"], attempt["PatternErrors"], attempt["PatternCost"]) == (1, 0, 0.00025)
    assert 0 < attempt["PatternLatency"] < 5000
    assert values(request) == {"RequestsFailed": 0, "Fallbacks": 0}


@pytest.mark.usefixtures("deployed")
def test_an_outage_of_the_first_pattern(
    endpoint: Any, reply: Any, switch_table: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = reply(500, "InternalFailure", {})
    endpoint.replies = [broken, reply(), broken, reply(), reply()]
    replies = [handler(EVENT, Context()) for _ in range(3)]
    assert [each["pattern"] for each in replies] == ["sagemaker_serverless"] * 3
    assert [[made["outcome"] for made in each["attempts"]] for each in replies] == [
        ["unavailable", "answered"],
        ["unavailable", "answered"],
        ["circuit_open", "answered"],
    ]
    assert len(endpoint.requests) == 5
    found = [values(line) for line in metrics(capsys.readouterr().out)]
    assert found.count({"CircuitsOpened": 1}) == 1
    assert found.count({"PatternRequests": 1, "PatternErrors": 1}) == 2, "how fast it failed is no latency"
    assert found.count({"RequestsFailed": 0, "Fallbacks": 1}) == 3
    (item,) = switch_table.scan(TableName="switch")["Items"]
    assert (item["id"]["S"], item["state"]["S"]) == ("circuit#sagemaker_realtime", "OPEN")


@pytest.mark.usefixtures("deployed")
def test_without_a_table_requests_are_answered_all_the_same(switch_table: Any) -> None:
    switch_table.delete_table(TableName="switch")
    assert handler(EVENT, Context())["status"] == "answered"


@pytest.mark.usefixtures("deployed")
def test_what_is_no_request_gets_a_reply(capsys: pytest.CaptureFixture[str]) -> None:
    reply = handler({"content_type": "text/plain", "body_base64": "%"}, Context())
    assert reply["error"]["code"] == "invalid_request"
    assert [values(line) for line in metrics(capsys.readouterr().out)] == [{"RequestsFailed": 0, "Fallbacks": 0}]


def test_the_tests_own_patterns_are_patterns() -> None:
    from domain.patterns import SYNCHRONOUS

    assert set(NAMES) <= set(SYNCHRONOUS)
