"""Accepting: once for each key, started at once where the lease is, and told how far it is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import boto3
import pytest

from domain.resilience import LeaseMode, Outcome
from lambdas.accept_work import handler as entry
from lambdas.accept_work.accept import Accepting, KeyReusedError
from lambdas.accept_work.request import parse_request
from lambdas.accept_work.settings import read_settings
from lambdas.clients.work_changes import Claim
from lambdas.clients.work_executions import WorkExecutions
from lambdas.errors import InvalidEnvironmentError, InvalidEventError
from lambdas.work.dispatch import Dispatcher
from tests.lambdas.work_lab import ENVIRONMENT, HERE, LEDGER, MACHINE, NOW_MS, NOW_S, THERE, FakeStates, Ledger, ledger

INPUT = {"content_type": "application/json", "body": '{"rows": [[1]]}'}


@pytest.fixture
def table(aws: None) -> Ledger:
    return ledger()


@pytest.fixture
def states() -> FakeStates:
    return FakeStates()


@pytest.fixture
def counted() -> list[int]:
    return []


@pytest.fixture
def accepting(table: Ledger, states: FakeStates, counted: list[int]) -> Accepting:
    return Accepting(
        region=HERE,
        ledger=table.works,
        accepts=table.accepts,
        standings=table.guard(),
        dispatcher=Dispatcher(table.changes, WorkExecutions(states, MACHINE), HERE, 7, lambda: NOW_S),
        accepted=counted.append,
        clock=lambda: NOW_S,
    )


def asked(*keys: str, **fields: Any) -> Mapping[str, Any]:
    return {"works": [{"key": key, "input": INPUT} for key in keys], **fields}


def statuses(reply: Mapping[str, Any]) -> dict[str, str]:
    return {work["key"]: work["status"] for work in reply["works"]}


def test_work_is_accepted_though_nobody_can_say_who_runs_it(
    table: Ledger, states: FakeStates, accepting: Accepting
) -> None:
    table.client.put_item(TableName=LEDGER, Item={"id": {"S": "lease"}, "holder": {"S": HERE}})
    reply = accepting(parse_request(asked("a")))
    assert (reply["active"], reply["epoch"], statuses(reply)) == (False, None, {"a": "accepted"})
    assert not states.started


def test_the_region_with_the_lease_starts_what_it_accepts(
    table: Ledger, states: FakeStates, accepting: Accepting, counted: list[int]
) -> None:
    table.held_by(HERE, epoch=4)
    reply = accepting(parse_request(asked("a", "b")))
    assert (reply["region"], reply["active"], reply["epoch"]) == (HERE, True, 4)
    assert statuses(reply) == {"a": "running", "b": "running"}
    assert sorted((one["key"], one["epoch"], one["attempt"]) for one in states.started.values()) == [
        ("a", 4, 1),
        ("b", 4, 1),
    ]
    assert counted == [2]


@pytest.mark.parametrize(
    "lease",
    [{"region": THERE}, {"region": HERE, "mode": LeaseMode.DRAINING}, {"region": HERE, "expires_at_ms": NOW_MS}],
    ids=["the other one holds it", "draining", "expired"],
)
def test_a_region_that_may_not_act_accepts_and_starts_nothing(
    table: Ledger, states: FakeStates, accepting: Accepting, lease: dict[str, Any]
) -> None:
    table.held_by(**lease)
    reply = accepting(parse_request(asked("a")))
    assert (reply["active"], statuses(reply)) == (False, {"a": "accepted"})
    assert not states.started
    assert table.works.read("a") is not None


def test_before_there_is_a_lease_work_is_accepted(table: Ledger, accepting: Accepting) -> None:
    reply = accepting(parse_request(asked("a")))
    assert (reply["active"], reply["epoch"], statuses(reply)) == (False, None, {"a": "accepted"})


def test_the_same_key_again_is_the_same_work_and_one_start(
    table: Ledger, states: FakeStates, accepting: Accepting, counted: list[int]
) -> None:
    table.held_by(HERE)
    for _ in range(3):
        assert statuses(accepting(parse_request(asked("a")))) == {"a": "running"}
    assert len(states.started) == 1
    assert counted == [1, 0, 0]


def test_work_that_was_accepted_elsewhere_is_started_when_it_is_asked_for_here(
    table: Ledger, states: FakeStates, accepting: Accepting
) -> None:
    table.held_by(THERE)
    accepting(parse_request(asked("a")))
    table.held_by(HERE, epoch=2)
    assert statuses(accepting(parse_request(asked("a")))) == {"a": "running"}
    assert len(states.started) == 1


def test_a_start_that_fails_leaves_the_work_to_the_keeper(
    table: Ledger, states: FakeStates, accepting: Accepting
) -> None:
    table.held_by(HERE)
    states.refuses = "ThrottlingException"
    assert statuses(accepting(parse_request(asked("a")))) == {"a": "running"}
    states.refuses = ""
    assert not states.started


def test_asking_again_reads_the_result(table: Ledger, accepting: Accepting) -> None:
    table.held_by(HERE)
    accepting(parse_request(asked("a")))
    table.changes.commit(Claim("a", 1, 1), Outcome.SUCCEEDED, '{"content_type": "x/y", "body": "7"}', now_ms=NOW_MS)
    for event in (asked("a"), {"works": [{"key": "a"}]}):
        (work,) = accepting(parse_request(event))["works"]
        assert work == {
            "key": "a",
            "status": "done",
            "outcome": "succeeded",
            "result": {"content_type": "x/y", "body": "7"},
        }


def test_a_look_up_puts_nothing(table: Ledger, accepting: Accepting, counted: list[int]) -> None:
    table.held_by(HERE)
    assert statuses(accepting(parse_request({"works": [{"key": "a"}]}))) == {"a": "unknown"}
    assert table.works.read("a") is None
    assert counted == [0]


def test_a_key_of_another_input_is_refused_and_the_others_are_accepted(table: Ledger, accepting: Accepting) -> None:
    table.held_by(HERE)
    accepting(parse_request(asked("a")))
    event = {"works": [{"key": "a", "input": {**INPUT, "body": "other"}}, {"key": "b", "input": INPUT}]}
    with pytest.raises(KeyReusedError, match=r"^key a: given before with another input; accepted: .*a new key"):
        accepting(parse_request(event))
    assert table.works.read("b") is not None
    event["works"][0]["input"] = {**INPUT, "content_type": "text/plain"}
    with pytest.raises(KeyReusedError):
        accepting(parse_request(event))


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (None, "the event is None"),
        ({}, "field 'works' is missing"),
        ({"works": []}, "0 entries; accepted: a list of 1 to 25 works"),
        ({"works": [{"key": str(at)} for at in range(26)]}, "26 entries"),
        ({"works": {}}, "dict; accepted: a list"),
        ({"works": ["a"]}, "entry 0 is str"),
        ({"works": [{"input": INPUT}]}, "entry 0: field 'key' is missing"),
        ({"works": [{"key": "a b"}]}, "entry 0: field 'key': key = 'a b' is not accepted"),
        ({"works": [{"key": "a#1"}]}, "is not accepted"),
        ({"works": [{"key": "a", "body": "x"}]}, "field 'body' is unknown"),
        ({"works": [{"key": "a", "input": "x"}]}, "an object with content_type"),
        ({"works": [{"key": "a", "input": {"content_type": "a/b"}}]}, "exactly one of body and body_base64"),
        ({"works": [{"key": "a", "input": {**INPUT, "body_base64": "AA=="}}]}, "exactly one of"),
        ({"works": [{"key": "a", "input": {**INPUT, "mode": 1}}]}, "only content_type"),
        ({"works": [{"key": "a", "input": {"content_type": "json", "body": "x"}}]}, "a type such as"),
        ({"works": [{"key": "a", "input": {"content_type": "a/b\n", "body": "x"}}]}, "a type such as"),
        ({"works": [{"key": "a", "input": {**INPUT, "body": ""}}]}, "1 to 100000 bytes"),
        ({"works": [{"key": "a", "input": {**INPUT, "body": "x" * 100_001}}]}, "100001 bytes"),
        ({"works": [{"key": "a", "input": {**INPUT, "body": 1}}]}, "give bytes as body_base64"),
        ({"works": [{"key": "a", "input": {**INPUT, "body": "\ud800"}}]}, "surrogate"),
        ({"works": [{"key": "a", "input": {"content_type": "a/b", "body_base64": "%"}}]}, "a text in base64"),
        ({"works": [{"key": "a", "input": {"content_type": "a/b", "body_base64": 1}}]}, "a text in base64"),
        ({"works": [{"key": "a"}, {"key": "b"}, {"key": "a"}]}, "has a more than once"),
        ({"works": [{"key": "a"}], "orgin": "x"}, "did you mean 'origin'"),
    ],
)
def test_what_is_not_accepted_is_named(event: object, said: str) -> None:
    with pytest.raises(InvalidEventError) as refused:
        parse_request(event)
    assert said in str(refused.value)


def test_an_event_of_a_bus_names_its_region() -> None:
    assert parse_request(asked("a", origin=THERE)).origin == THERE
    assert parse_request(asked("a")).origin == ""


@pytest.fixture
def environment(table: Ledger, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    entry.accepting.cache_clear()
    yield
    entry.accepting.cache_clear()


@pytest.mark.usefixtures("environment")
def test_the_handler_accepts_starts_and_counts(
    table: Ledger, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = boto3.client("stepfunctions").create_state_machine(
        name="work",
        roleArn="arn:aws:iam::123456789012:role/x",
        definition=json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}}),
    )["stateMachineArn"]
    monkeypatch.setenv("STATE_MACHINE_ARN", machine)
    table.held_by(HERE, expires_at_ms=NOW_MS * 2)
    reply = entry.handler(asked("a"), None)
    assert statuses(reply) == {"a": "running"}
    (execution,) = boto3.client("stepfunctions").list_executions(stateMachineArn=machine)["executions"]
    assert execution["name"].endswith("-1-1")
    line = json.loads(capsys.readouterr().out)
    assert (line["WorkAccepted"], line["service"], line["Region"]) == (1, "accept_work", HERE)


def test_a_function_without_its_environment_says_so() -> None:
    with pytest.raises(InvalidEnvironmentError, match="LEDGER_TABLE is missing"):
        read_settings({})
