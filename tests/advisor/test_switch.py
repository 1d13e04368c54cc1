"""The commands of the switch: what its table says in words, what a request went through, a look by hand."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from advisor.errors import InputError
from advisor.model.place import Place
from advisor.switch import command
from advisor.switch.records import CLOSED, Circuit, SwitchRecords
from advisor.switch.requests import logged
from domain.switching import Decision, PatternHealth, SwitchRules, decide

OUTPUTS = {
    "switchTable": "states",
    "switchFunction": "look-1",
    "routerFunction": "router-1",
    "alarmTopicArn": "arn:aws:sns:eu-west-1:123456789012:alarms",
}
RULES = SwitchRules(order=("sagemaker_realtime", "sagemaker_serverless"))
REQUEST = {
    "message": "routed",
    "id": "order-7",
    "status": "answered",
    "pattern": "sagemaker_serverless",
    "decision_id": "?",
    "attempts": [
        {
            "pattern": "sagemaker_realtime",
            "outcome": "timeout",
            "latency_ms": 3000.2,
            "said": "Timeout: Read timed out",
        },
        {"pattern": "sagemaker_serverless", "outcome": "answered", "latency_ms": 81.0},
    ],
}


def decided(now_s: float, *, realtime_errors: float = 0.0) -> Decision:
    """A real decision on two patterns."""
    healths = [
        PatternHealth("sagemaker_realtime", True, 40.0, 120.0, realtime_errors, 0.4, now_s - 1),
        PatternHealth("sagemaker_serverless", True, 90.0, 300.0, 0.0, None, now_s - 1),
    ]
    return decide(None, healths, RULES, now_s)


class Table:
    """DynamoDB's GetItem over a few items."""

    def __init__(self, decision: Decision | None, circuits: Mapping[str, int] | None = None) -> None:
        self.items: dict[str, dict[str, Any]] = {}
        if decision is not None:
            state = decision.state
            self.items["switch"] = {"id": {"S": "switch"}, "document": {"S": state.to_json()}, "version": {"N": "1"}}
            self.items[f"decision#{state.decision_id}"] = {"document": {"S": json.dumps(decision.record())}}
        for pattern, opened_at in (circuits or {}).items():
            self.items[f"circuit#{pattern}"] = {"state": {"S": "OPEN"}, "opened_at": {"N": str(opened_at)}}

    def get_item(self, **request: Any) -> dict[str, Any]:
        assert request["TableName"] == "states"
        found = self.items.get(request["Key"]["id"]["S"])
        return {} if found is None else {"Item": found}


class Functions:
    """Lambda: answers one payload, and says where a function logs."""

    def __init__(self, payload: Mapping[str, Any] | None = None, *, failed: bool = False) -> None:
        self.payload, self.failed = payload or {}, failed
        self.asked: list[tuple[str, Any]] = []

    def invoke(self, **request: Any) -> dict[str, Any]:
        self.asked.append((request["FunctionName"], json.loads(request["Payload"])))
        reply: dict[str, Any] = {"Payload": io.BytesIO(json.dumps(self.payload).encode())}
        return {**reply, "FunctionError": "Unhandled"} if self.failed else reply

    def get_function_configuration(self, **request: Any) -> dict[str, Any]:
        return {"LoggingConfig": {"LogGroup": f"/logs/{request['FunctionName']}"}}


class Logs:
    """CloudWatch Logs over a few lines."""

    def __init__(self, *lines: Any) -> None:
        self.lines = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        self.asked: dict[str, Any] = {}

    def get_paginator(self, operation: str) -> Logs:
        assert operation == "filter_log_events"
        return self

    def paginate(self, **request: Any) -> list[dict[str, Any]]:
        self.asked = request
        return [{}, {"events": [{"message": line} for line in self.lines]}]


Ask = Callable[..., Result]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Ask:
    def run(clients: Mapping[str, Any], *arguments: str, outputs: Mapping[str, Any] = OUTPUTS) -> Result:
        path = tmp_path / "outputs.json"
        path.write_text(json.dumps(outputs), encoding="utf-8")

        def client(place: Place, service: str, **_: Any) -> Any:
            assert place.region == "eu-west-1"
            return clients[service]

        monkeypatch.setattr(Place, "client", client)
        return CliRunner(env={"COLUMNS": "220"}).invoke(command.app, [*arguments, "--outputs", str(path)])

    return run


def test_status_says_who_has_the_traffic_and_how_each_was_judged(ask: Ask) -> None:
    now = time.time()
    result = ask({"dynamodb": Table(decided(now), {"sagemaker_serverless": int(now) - 12})}, "status")
    assert result.exit_code == 0, result.output
    for text in (
        "primary   sagemaker_realtime since",
        "mode      normal",
        "number 1",
        "95.0%",
        "5.0%",
        "120",
        "open for",
    ):
        assert text in result.output, text
    assert "warning" not in result.output


def test_status_as_json_is_all_of_it(ask: Ask) -> None:
    found = json.loads(ask({"dynamodb": Table(decided(time.time()))}, "status", "--json").output)
    assert found["state"]["primary"] == "sagemaker_realtime"
    assert found["decision"]["decision_id"] == found["state"]["decision_id"]
    assert found["circuits"]["sagemaker_serverless"] == {"state": "closed", "opened_at": None}


def test_a_state_that_nobody_renews_is_told(ask: Ask) -> None:
    result = ask({"dynamodb": Table(decided(time.time() - 4000))}, "status")
    assert "warning   nobody has decided for 400" in result.output


def test_without_its_decision_the_state_is_still_shown(ask: Ask) -> None:
    table = Table(decided(time.time()))
    table.items = {"switch": table.items["switch"]}
    result = ask({"dynamodb": table}, "status")
    assert result.exit_code == 0
    assert "the decision is no longer kept" in result.output


def test_before_the_first_look_there_is_nothing_to_show(ask: Ask) -> None:
    result = ask({"dynamodb": Table(None)}, "status")
    assert result.exit_code == 2
    assert "nobody has looked yet; wait a minute, or `python -m advisor switch decide`" in result.output


@pytest.mark.parametrize("name", ["switchTable", "switchFunction", "routerFunction"])
def test_a_stack_without_a_switch_is_told_what_to_do(ask: Ask, name: str) -> None:
    outputs = {key: value for key, value in OUTPUTS.items() if key != name}
    arguments = {"switchTable": ["status"], "switchFunction": ["decide"], "routerFunction": ["explain", "order-7"]}
    result = ask({"dynamodb": Table(None)}, *arguments[name], outputs=outputs)
    assert result.exit_code == 2
    assert f"has no output {name}" in result.output
    assert "set switching.enabled to true and deploy it" in result.output


def test_a_decision_is_explained_by_its_id_and_the_last_one_without(ask: Ask) -> None:
    decision = decided(time.time(), realtime_errors=0.9)
    table = Table(decision)
    for arguments in (["explain", decision.state.decision_id], ["explain"]):
        result = ask({"dynamodb": table}, *arguments)
        assert result.exit_code == 0, result.output
        assert decision.state.decision_id in result.output
        assert decision.reason in " ".join(result.output.split())
        assert "90.0%" in result.output


def test_a_request_is_explained_by_its_attempts_and_the_decision_that_it_was_made_on(ask: Ask) -> None:
    decision = decided(time.time())
    logs = Logs("REPORT", "[1]", {**REQUEST, "id": "order-77"}, {**REQUEST, "decision_id": decision.state.decision_id})
    clients = {"dynamodb": Table(decision), "lambda": Functions(), "logs": logs}
    result = ask(clients, "explain", "order-7", "--hours", "2")
    assert result.exit_code == 0, result.output
    for text in (
        "request   order-7: answered by sagemaker_serverless",
        "attempt 1 sagemaker_realtime: timeout, 3,000 ms: Timeout: Read timed out",
        "attempt 2 sagemaker_serverless: answered, 81 ms",
        f"decision  {decision.state.decision_id}",
    ):
        assert text in result.output, text
    assert logs.asked["logGroupName"] == "/logs/router-1"
    assert logs.asked["filterPattern"] == '"order-7"'
    assert abs(logs.asked["startTime"] / 1000 - (time.time() - 7200)) < 60


def test_a_request_without_a_decision_was_made_in_the_settings_order(ask: Ask) -> None:
    clients = {"dynamodb": Table(None), "lambda": Functions(), "logs": Logs({**REQUEST, "decision_id": None})}
    result = ask(clients, "explain", "order-7")
    assert "none was known, or it is no longer kept: the order of the settings was tried" in result.output


def test_an_id_that_nobody_knows_is_said(ask: Ask) -> None:
    result = ask({"dynamodb": Table(None), "lambda": Functions(), "logs": Logs()}, "explain", "order-8")
    assert result.exit_code == 2
    assert "no request in /logs/router-1 of the last 24 hours" in result.output


def test_an_id_never_changes_the_search() -> None:
    for identifier in ('a" -b', "x" * 129, ""):
        with pytest.raises(InputError, match="is not accepted"):
            logged(Logs(), "/logs/router-1", identifier, 0.0)


def answer(**given: Any) -> dict[str, Any]:
    record = decided(time.time()).record()
    return {**record, "stored": True, **given}


@pytest.mark.parametrize(("arguments", "event"), [([], {}), (["--dry-run"], {"dry_run": True})])
def test_a_look_by_hand_is_the_functions_own(ask: Ask, arguments: list[str], event: dict[str, Any]) -> None:
    functions = Functions(answer(stored=not arguments))
    result = ask({"lambda": functions}, "decide", *arguments)
    assert result.exit_code == 0, result.output
    assert functions.asked == [("look-1", event)]
    told = "nothing was changed (dry run)" if arguments else "decided: sagemaker_realtime has the traffic"
    assert told in result.output


def test_a_look_that_was_overtaken_says_so(ask: Ask) -> None:
    result = ask({"lambda": Functions(answer(stored=False))}, "decide")
    assert "another look was first" in result.output


def test_a_look_that_failed_ends_as_failed(ask: Ask) -> None:
    functions = Functions({"errorType": "InvalidEnvironmentError", "errorMessage": "RULES is missing"}, failed=True)
    result = ask({"lambda": functions}, "decide")
    assert result.exit_code == 1
    assert "function look-1 failed: InvalidEnvironmentError: RULES is missing" in result.output


def test_an_answer_of_another_version_is_said_and_shown_as_json(ask: Ask) -> None:
    functions = Functions({"primary": "sagemaker_realtime"})
    result = ask({"lambda": functions}, "decide")
    assert result.exit_code == 2
    assert "it was written by another version" in result.output
    assert json.loads(ask({"lambda": functions}, "decide", "--json").output) == {"primary": "sagemaker_realtime"}


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ({"document": {"S": "{}"}}, "is not of this advisor's version"),
        ({"document": {"S": "nonsense"}}, "is not of this advisor's version"),
        ({"id": {"S": "switch"}}, "has no text 'document'"),
    ],
)
def test_a_state_that_cannot_be_read_is_no_traceback(item: dict[str, Any], text: str) -> None:
    table = Table(None)
    table.items["switch"] = item
    with pytest.raises(InputError, match=text):
        SwitchRecords(table, "states").state()


@pytest.mark.parametrize(("document", "text"), [("nonsense", "is not JSON"), ("[1]", "is list, not an object")])
def test_a_decision_that_cannot_be_read_is_no_traceback(document: str, text: str) -> None:
    table = Table(None)
    table.items["decision#d"] = {"document": {"S": document}}
    with pytest.raises(InputError, match=text):
        SwitchRecords(table, "states").decision("d")


def test_circuits_in_words() -> None:
    assert CLOSED.describe(100.0) == "closed"
    assert Circuit("HALF_OPEN", 40).describe(100.0) == "half-open for 60 s"
