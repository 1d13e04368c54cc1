"""Running: only what is the own Region's and under the lease; one result for each key, whatever is delivered."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.resilience import LeaseMode, Outcome, task_id
from lambdas.clients.callbacks import Callbacks
from lambdas.clients.endpoints import Endpoints, Target
from lambdas.run_work.batch import Batch
from lambdas.run_work.known_lease import KnownLease
from lambdas.run_work.predict import Predicting, Time
from lambdas.run_work.records import parse_records
from lambdas.run_work.run import Running
from lambdas.work_body import MAX_RESULT_BYTES
from tests.lambdas.work_lab import BODY, HERE, LEDGER, NOW_MS, RULES, THERE, FakeStates, Ledger, ledger

PREDICT_S = 6.0
LONG_S = 100.0


@pytest.fixture
def table(aws: None) -> Ledger:
    return ledger()


@pytest.fixture
def states() -> FakeStates:
    return FakeStates()


@pytest.fixture
def counted() -> list[tuple[int, int]]:
    return []


@pytest.fixture
def batch(table: Ledger, states: FakeStates, endpoint: Any, fake_time: Any, counted: list[tuple[int, int]]) -> Batch:
    client = endpoint.client(5)
    return batch_of(table, states, Endpoints(Target("e"), PREDICT_S, lambda _timeout_s: client), fake_time, counted)


def batch_of(
    table: Ledger, states: FakeStates, asks: Any, time: Any, counted: list[tuple[int, int]], region: str = HERE
) -> Batch:
    callbacks = Callbacks(states)
    running = Running(
        region=region,
        leases=KnownLease(table.guard(region), time.clock),
        ledger=table.works,
        changes=table.changes,
        callbacks=callbacks,
        predicting=Predicting(asks, Time(time.clock, time.sleep, lambda: 0.5)),
        predict_s=PREDICT_S,
        clock=lambda: table.now_ms / 1000,
    )
    return Batch(
        region=region,
        running=running,
        callbacks=callbacks,
        workers=4,
        counted=lambda done, fenced: counted.append((done, fenced)),
    )


def record(key: str, epoch: int = 1, attempt: int = 1, **row: str) -> dict[str, Any]:
    """A new row of the token table, as the stream shows it."""
    texts = {
        "task_id": task_id(key, epoch, attempt),
        "task_token": f"token-{key}-{epoch}-{attempt}",
        "execution_region": HERE,
        "input": BODY.to_json(),
        **row,
    }
    image = {name: {"S": value} for name, value in texts.items() if value}
    return {
        "eventName": "INSERT",
        "dynamodb": {"NewImage": image, "SequenceNumber": f"s-{key}-{epoch}-{attempt}"},
    }


@pytest.fixture
def run(batch: Batch) -> Callable[..., list[str]]:
    """Runs a batch; the sequence numbers that are to come again."""

    def go(*records: dict[str, Any], ends_s: float = LONG_S) -> list[str]:
        reply = batch(parse_records({"Records": list(records)}), ends_s)
        return [each["itemIdentifier"] for each in reply["batchItemFailures"]]

    return go


def test_a_prediction_is_committed_and_its_task_answered(
    table: Ledger, states: FakeStates, endpoint: Any, run: Any, counted: list[tuple[int, int]]
) -> None:
    table.held_by(HERE)
    table.claimed("a")
    assert run(record("a")) == []
    work = table.works.read("a")
    assert work is not None
    assert work.outcome is Outcome.SUCCEEDED
    assert json.loads(json.loads(work.result)["body"]) == {"label": 7, "scores": [0.1, 0.9]}
    assert states.answers == [
        ("token-a-1-1", "success", {"key": "a", "epoch": 1, "attempt": 1, "outcome": "succeeded"})
    ]
    assert [(headers["Content-Type"], body) for _, headers, body in endpoint.requests] == [("image/png", BODY.content)]
    assert counted == [(1, 0)]


def test_a_record_that_comes_twice_is_predicted_once(
    table: Ledger, states: FakeStates, endpoint: Any, run: Any, counted: list[tuple[int, int]]
) -> None:
    table.held_by(HERE)
    table.claimed("a")
    run(record("a"))
    run(record("a"))
    assert len(endpoint.requests) == 1
    assert [kind for _, kind, _ in states.answers] == ["success", "success"]
    assert counted == [(1, 0), (0, 0)]


def test_a_token_that_took_the_place_of_another_is_answered_too(
    table: Ledger, states: FakeStates, endpoint: Any, run: Any
) -> None:
    """The state machine had no answer to its first write, and wrote again."""
    table.held_by(HERE)
    table.claimed("a")
    run(record("a"))
    run({**record("a", task_token="second"), "eventName": "MODIFY"})
    assert len(endpoint.requests) == 1
    assert [token for token, _, _ in states.answers] == ["token-a-1-1", "second"]


def test_a_row_that_was_replicated_from_the_other_region_is_left_alone(
    table: Ledger, states: FakeStates, endpoint: Any, run: Any
) -> None:
    table.held_by(HERE)
    table.claimed("a", region=THERE)
    beat = {
        "eventName": "INSERT",
        "dynamodb": {"NewImage": {"task_id": {"S": f"region#{THERE}"}}, "SequenceNumber": "1"},
    }
    removed = {"eventName": "REMOVE", "dynamodb": {"SequenceNumber": "2"}}
    assert run(record("a", execution_region=THERE), beat, removed) == []
    assert not endpoint.requests
    assert not states.answers


@pytest.mark.parametrize(
    "lease",
    [
        {"region": THERE, "epoch": 2},
        {"region": HERE, "epoch": 2},
        {"region": HERE, "mode": LeaseMode.DRAINING},
        {"region": HERE, "mode": LeaseMode.FREE},
    ],
    ids=["the other one holds it", "a newer epoch of the own", "draining", "free"],
)
def test_without_the_lease_of_its_epoch_nothing_is_predicted(
    table: Ledger, states: FakeStates, endpoint: Any, run: Any, lease: dict[str, Any]
) -> None:
    table.held_by(**lease)
    table.claimed("a")
    assert run(record("a")) == []
    ((token, error, cause),) = states.answers
    assert (token, error) == ("token-a-1-1", "Fenced")
    assert cause
    assert not endpoint.requests


def test_a_lease_that_is_too_short_for_the_longest_request_brings_the_record_again(
    table: Ledger, states: FakeStates, endpoint: Any, run: Any
) -> None:
    table.held_by(HERE, expires_at_ms=NOW_MS + RULES.longest_request_ms - 1)
    table.claimed("a")
    assert run(record("a")) == ["s-a-1-1"]
    assert not states.answers
    assert not endpoint.requests
    table.held_by(HERE)
    assert run(record("a")) == []


@pytest.mark.parametrize("claim", [(1, 2), (2, 1), None], ids=["a later attempt", "a later epoch", "nobody"])
def test_a_claim_that_is_no_longer_the_work_s_predicts_nothing(
    table: Ledger, states: FakeStates, endpoint: Any, run: Any, claim: tuple[int, int] | None
) -> None:
    table.held_by(HERE)
    if claim is not None:
        table.claimed("a", *claim)
    assert run(record("a")) == []
    assert [error for _, error, _ in states.answers] == ["Fenced"]
    assert not endpoint.requests


def test_who_loses_the_lease_during_the_prediction_commits_nothing(
    table: Ledger, states: FakeStates, fake_time: Any, counted: list[tuple[int, int]]
) -> None:
    """Stopped in the middle for as long as it takes the other Region to take over and to claim the work anew."""

    class Overtaken:
        def invoke(self, _body: bytes, _type: str, _timeout_s: float) -> bytes:
            table.held_by(THERE, epoch=2)
            table.claimed("a", epoch=2, region=THERE)
            return b'"of the loser"'

    table.held_by(HERE)
    table.claimed("a")
    batch = batch_of(table, states, Overtaken(), fake_time, counted)
    assert batch(parse_records({"Records": [record("a")]}), LONG_S) == {"batchItemFailures": []}
    work = table.works.read("a")
    assert work is not None
    assert (work.epoch, work.region, work.result) == (2, THERE, "")
    assert [(error, cause) for _, error, cause in states.answers] == [
        ("Fenced", "the result was refused: epoch 2 has it")
    ]
    assert counted == [(0, 1)]


def test_an_input_that_the_model_refuses_is_a_committed_failure(
    table: Ledger, states: FakeStates, endpoint: Any, run: Any, reply: Any
) -> None:
    table.held_by(HERE)
    table.claimed("a")
    words = {"OriginalStatusCode": 415, "OriginalMessage": "no such type", "Message": "Received client error (415)"}
    endpoint.replies = [reply(424, "ModelError", words)]
    assert run(record("a")) == []
    work = table.works.read("a")
    assert work is not None
    assert work.outcome is Outcome.FAILED
    assert json.loads(work.result) == {
        "error": {"code": "ModelRefusedInput", "message": "the model refused the input: no such type"}
    }
    assert states.answers[0][2]["outcome"] == "failed"


def test_a_busy_or_ill_endpoint_is_asked_again_within_the_attempt(
    table: Ledger, endpoint: Any, run: Any, reply: Any, fake_time: Any
) -> None:
    table.held_by(HERE)
    table.claimed("a")
    endpoint.replies = [reply(429, "ThrottlingException", {}), reply(503, "ServiceUnavailable", {})]
    assert run(record("a")) == []
    assert len(endpoint.requests) == 3
    assert len(fake_time.pauses) == 2
    work = table.works.read("a")
    assert work is not None
    assert work.outcome is Outcome.SUCCEEDED


@pytest.mark.parametrize(
    ("answer", "requests"),
    [((503, "ServiceUnavailable"), 5), ((429, "ThrottlingException"), 5), ((400, "ValidationError"), 1)],
)
def test_an_attempt_that_gets_no_prediction_fails_and_leaves_the_work_to_the_next_one(
    table: Ledger, states: FakeStates, endpoint: Any, run: Any, reply: Any, answer: tuple[int, str], requests: int
) -> None:
    table.held_by(HERE)
    table.claimed("a")
    endpoint.replies = [reply(*answer, {"Message": "no"}) for _ in range(20)]
    assert run(record("a")) == []
    assert len(endpoint.requests) == requests
    assert [error for _, error, _ in states.answers] == ["AttemptFailed"]
    work = table.works.read("a")
    assert work is not None
    assert work.outcome is None


def test_an_answer_that_is_too_large_is_a_committed_failure(
    table: Ledger, states: FakeStates, fake_time: Any, counted: list[tuple[int, int]]
) -> None:
    class Talks:
        def invoke(self, _body: bytes, _type: str, _timeout_s: float) -> bytes:
            return b'"' * (MAX_RESULT_BYTES + 1)

    table.held_by(HERE)
    table.claimed("a")
    batch_of(table, states, Talks(), fake_time, counted)(parse_records({"Records": [record("a")]}), LONG_S)
    work = table.works.read("a")
    assert work is not None
    assert json.loads(work.result)["error"]["code"] == "ResultTooLarge"


@pytest.mark.parametrize(
    ("row", "answered"),
    [
        ({"input": "{"}, True),
        ({"input": '{"content_type": "a/b"}'}, True),
        ({"input": ""}, True),
        ({"task_id": "a#b"}, True),
        ({"task_id": ""}, True),
        ({"task_token": ""}, False),
    ],
)
def test_a_row_that_cannot_be_read_ends_its_task_and_holds_nothing_up(
    table: Ledger, states: FakeStates, run: Any, row: dict[str, str], answered: bool
) -> None:
    table.held_by(HERE)
    table.claimed("b")
    assert run(record("a", 1, 1, **row), record("b")) == []
    errors = [error for _, error, _ in states.answers if error != "success"]
    assert errors == (["InvalidWork"] if answered else [])
    work = table.works.read("b")
    assert work is not None
    assert work.outcome is Outcome.SUCCEEDED


def test_only_what_got_no_answer_comes_again(table: Ledger, states: FakeStates, batch: Batch) -> None:
    """A task that cannot be answered keeps its result: the next delivery answers it."""
    table.held_by(HERE)
    table.claimed("a")
    states.refuses = "ThrottlingException"
    event = parse_records({"Records": [record("a"), record("b", input="{")]})
    assert len(batch(event, LONG_S)["batchItemFailures"]) == 2
    states.refuses = ""
    assert batch(event, LONG_S) == {"batchItemFailures": []}
    assert sorted(error for _, error, _ in states.answers) == ["InvalidWork", "success"]


def test_what_nobody_foresaw_fails_its_attempt_and_no_other(
    table: Ledger, states: FakeStates, fake_time: Any, counted: list[tuple[int, int]]
) -> None:
    class Breaks:
        def invoke(self, _body: bytes, _type: str, _timeout_s: float) -> bytes:
            raise KeyError("a bug")

    table.held_by(HERE)
    table.claimed("a")
    batch = batch_of(table, states, Breaks(), fake_time, counted)
    assert batch(parse_records({"Records": [record("a")]}), LONG_S) == {"batchItemFailures": []}
    assert states.answers == [("token-a-1-1", "AttemptFailed", "KeyError('a bug')")]


def test_a_ledger_that_does_not_answer_brings_the_record_again(
    table: Ledger, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hangs(_key: str) -> None:
        raise ReadTimeoutError(endpoint_url="https://dynamodb")

    table.held_by(HERE)
    table.claimed("a")
    monkeypatch.setattr(table.works, "read", hangs)
    assert run(record("a")) == ["s-a-1-1"]


def test_what_the_function_has_no_time_for_comes_again(table: Ledger, endpoint: Any, run: Any) -> None:
    table.held_by(HERE)
    table.claimed("a")
    assert run(record("a"), ends_s=PREDICT_S - 0.1) == ["s-a-1-1"]
    assert not endpoint.requests


def test_an_attempt_that_could_only_fail_for_want_of_time_is_not_made(
    table: Ledger, states: FakeStates, endpoint: Any, run: Any, fake_time: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.held_by(HERE)
    table.claimed("a")
    read = table.works.read

    def slow(key: str) -> Any:
        fake_time.now += PREDICT_S / 2 + 0.1
        return read(key)

    monkeypatch.setattr(table.works, "read", slow)
    assert run(record("a")) == ["s-a-1-1"]
    assert not endpoint.requests
    assert not states.answers


class Instant:
    """An endpoint that answers with what it was asked for the how-manieth time."""

    def __init__(self) -> None:
        self.calls = 0

    def invoke(self, _body: bytes, _type: str, _timeout_s: float) -> bytes:
        self.calls += 1
        return str(self.calls).encode()


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_whatever_is_delivered_in_whatever_order_each_key_has_one_result_that_stays(
    table: Ledger, fake_time: Any, data: st.DataObject
) -> None:
    """Two Regions, duplicates, late records and take-overs: the first result is the last one."""
    for item in table.client.scan(TableName=LEDGER)["Items"]:
        table.client.delete_item(TableName=LEDGER, Key={"id": item["id"]})
    sides = {region: batch_of(table, FakeStates(), Instant(), fake_time, [], region) for region in (HERE, THERE)}
    epoch, holder = 1, HERE
    results: dict[str, str] = {}
    delivered: list[tuple[str, dict[str, Any]]] = []
    table.held_by(holder, epoch)
    for _ in range(data.draw(st.integers(1, 8))):
        step = data.draw(st.sampled_from(("claim", "deliver", "again", "take over")))
        if step == "take over":
            holder, epoch = (THERE if holder == HERE else HERE), epoch + 1
            table.held_by(holder, epoch)
        elif step == "claim":
            key = data.draw(st.sampled_from("ab"))
            work = table.works.read(key) or table.accepted(key)
            if work.outcome is None and (work.epoch, work.attempt) < (epoch, 1):
                table.claimed(key, epoch, region=holder)
                delivered.append((holder, record(key, epoch, execution_region=holder)))
        elif delivered:
            region, row = data.draw(st.sampled_from(delivered)) if step == "again" else delivered[-1]
            fake_time.now += 2.0  # what was read of the lease is old
            sides[region](parse_records({"Records": [row]}), fake_time.now + LONG_S)
        for key in "ab":
            found = table.works.read(key)
            if found is not None and found.outcome is not None:
                assert results.setdefault(key, found.result) == found.result
