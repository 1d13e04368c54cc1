"""From an event to its one reply."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from botocore.exceptions import ConnectTimeoutError
from hypothesis import given
from hypothesis import strategies as st

from domain.switching import Mode, SwitchState
from lambdas.patterns.callers import Answer
from lambdas.patterns.outcomes import Outcome
from lambdas.route_request.known_state import KnownState
from lambdas.route_request.router import Router, _content, _fill
from lambdas.route_request.run import Attempt, Served
from tests.lambdas.route_request.router_parts import NAMES, Does, World, served

FIRST, SECOND, THIRD = NAMES
EVENT: dict[str, Any] = {"id": "request-1", "content_type": "text/plain", "body": "hello"}


def state(order: tuple[str, ...] = NAMES, weights: Mapping[str, float] | None = None) -> SwitchState:
    return SwitchState(
        primary=order[0],
        since_s=0,
        switched_s=None,
        decided_s=0,
        version=1,
        decision_id="decision-1",
        mode=Mode.NORMAL,
        reason="",
        weights=weights or {order[0]: 1.0},
        order=order,
        healthy_since={},
        heard={},
        left={},
        exceeded=(),
    )


def router(world: World, known: SwitchState | None = None, **more: Any) -> Router:
    patterns = more.pop("patterns", [served(name) for name in NAMES])
    known_state = KnownState(lambda: known, 10, world.clock, world)
    return Router(patterns, known_state, world.attempts(patterns), world, 3000, world.clock)


def respond(world: World, event: object = EVENT, known: SwitchState | None = None, **more: Any) -> dict[str, Any]:
    reply = router(world, known, **more).respond(event, "own-id", 60.0)
    json.dumps(reply, allow_nan=False)
    return reply


def test_the_switchs_choice_answers() -> None:
    reply = respond(World(), known=state((SECOND, FIRST, THIRD)))
    assert reply == {
        "id": "request-1",
        "status": "answered",
        "pattern": SECOND,
        "content_type": "application/json",
        "body": '{"by": "sagemaker_realtime"}',
        "decision_id": "decision-1",
        "attempts": [{"pattern": SECOND, "outcome": "answered", "latency_ms": pytest.approx(10, abs=0.01)}],
        "latency_ms": pytest.approx(10, abs=0.01),
    }


def test_without_a_decision_the_stacks_own_order_holds() -> None:
    reply = respond(World())
    assert (reply["pattern"], reply["decision_id"]) == (FIRST, None)


def test_a_fallback_is_counted_and_no_failure() -> None:
    world = World({FIRST: [Does(Outcome.UNAVAILABLE)]})
    assert respond(world)["pattern"] == SECOND
    assert world.requests == [(False, True)]


def test_the_same_pattern_at_last_is_no_fallback() -> None:
    world = World({FIRST: [Does(Outcome.THROTTLED), Does()], SECOND: [Does(Outcome.UNAVAILABLE)]})
    assert respond(world, patterns=[served(FIRST), served(SECOND)])["pattern"] == FIRST
    assert world.requests == [(False, False)]


def test_all_that_fail_are_told_and_counted() -> None:
    world = World({name: [Does(Outcome.UNAVAILABLE)] for name in NAMES})
    reply = respond(world)
    assert (reply["status"], reply["error"]["code"], len(reply["attempts"])) == ("failed", "unavailable", 3)
    assert "says no" not in json.dumps(reply), "AWS's words on the stack's roles and hosts are not the caller's"
    assert world.requests == [(True, False)]


def test_the_callers_fault_is_no_failure_of_ours() -> None:
    world = World({FIRST: [Does(Outcome.REFUSED)]})
    reply = respond(world)
    assert reply["error"] == {"code": "refused", "message": f"Refused: {FIRST} says no"}
    assert world.requests == [(False, False)]


def test_all_circuits_open() -> None:
    world = World({FIRST: [Does(Outcome.UNAVAILABLE)]}, open=set(NAMES))
    replies = [found.respond(EVENT, "own-id", 60.0) for found in [router(world)] for _ in range(2)]
    assert [each["error"]["code"] for each in replies] == ["unavailable", "circuit_open"]
    assert world.requests == [(True, False)] * 2


def test_a_pattern_that_is_asked_for_is_the_only_one() -> None:
    world = World({THIRD: [Does(Outcome.UNAVAILABLE)]})
    reply = respond(world, {**EVENT, "pattern": THIRD}, state())
    assert (reply["status"], [each["pattern"] for each in reply["attempts"]]) == ("failed", [THIRD])


def test_nobody_takes_it() -> None:
    world = World()
    patterns = [served(FIRST, content_types=frozenset({"image/png"})), served(SECOND, max_bytes=2)]
    reply = respond(world, patterns=patterns)
    assert reply["error"]["code"] == "not_taken"
    assert "takes image/png, not text/plain" in reply["error"]["message"]
    assert "takes 2 bytes, not 5" in reply["error"]["message"]
    assert world.requests == [(False, False)]


def test_an_event_that_is_none_gets_a_reply_too() -> None:
    world = World()
    reply = respond(world, {"content_type": "text/plain"})
    assert (reply["id"], reply["status"], reply["error"]["code"]) == ("own-id", "failed", "invalid_request")
    assert world.requests == [(False, False)]


def test_what_nobody_foresaw_is_told_to_nobody(caplog: pytest.LogCaptureFixture) -> None:
    world = World()
    found = router(world)
    found._attempts._callers = {}  # type: ignore[attr-defined]
    reply = found.respond(EVENT, "own-id", 60.0)
    assert reply["error"]["code"] == "internal"
    assert "KeyError" not in reply["error"]["message"]
    assert world.requests == [(True, False)]
    assert "request failed" in caplog.text


def test_the_log_finds_a_request_by_its_id(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "inference-platform")
    respond(World({FIRST: [Does(Outcome.UNAVAILABLE)]}), known=state())
    (record,) = caplog.records
    told = vars(record)
    assert (told["id"], told["status"], told["pattern"], told["decision_id"]) == (
        "request-1",
        "answered",
        SECOND,
        "decision-1",
    )
    assert [(made["pattern"], made["outcome"], made.get("said")) for made in told["attempts"]] == [
        (FIRST, "unavailable", f"Unavailable: {FIRST} says no"),
        (SECOND, "answered", None),
    ], "also why a pattern did not answer, though another one did"
    assert "hello" not in str(told), "what was asked is nobody's business"


def test_the_functions_own_time_is_a_deadline_too() -> None:
    world = World({name: [Does(seconds=9)] for name in NAMES})
    router(world).respond(EVENT, "own-id", 1.5)
    assert world.now <= 101.5


def test_a_deadline_of_the_caller() -> None:
    world = World({FIRST: [Does(seconds=9)]})
    reply = respond(world, {**EVENT, "deadline_ms": 200})
    assert reply["error"]["code"] == "deadline"
    assert reply["latency_ms"] <= 200


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        (Answer(b"{}", "application/json"), "body"),
        (Answer("grün".encode(), "text/plain"), "body"),
        (Answer(b"\xff", "application/json"), "body_base64"),
        (Answer(b"plain", "image/png"), "body_base64"),
    ],
)
def test_the_body_is_text_where_it_is_text(answer: Answer, field: str) -> None:
    content = _content(answer)
    assert content is not None
    assert list(content) == [field]


@pytest.mark.parametrize("answer", [Answer(b"a" * 7_000_000, "text/plain"), Answer(b"a" * 5_000_000, "image/png")])
def test_an_answer_that_lambda_cannot_hand_on_is_said(answer: Answer) -> None:
    reply: dict[str, Any] = {"status": "failed"}
    _fill(reply, Served((Attempt(FIRST, Outcome.ANSWERED),), FIRST, answer))
    assert (reply["status"], reply["error"]["code"]) == ("failed", "answer_too_large")


@given(
    st.one_of(
        st.none(),
        st.dictionaries(
            st.sampled_from(["id", "content_type", "body", "body_base64", "deadline_ms", "pattern", "x"]),
            st.one_of(st.text(max_size=5), st.integers(), st.floats(), st.none(), st.sampled_from(["a/b", *NAMES])),
        ),
    ),
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from([*Outcome]).map(lambda each: [Does(each)])),
)
def test_every_event_gets_exactly_one_reply(event: object, does: dict[str, list[Does]]) -> None:
    world = World(does)
    reply = respond(world, event)
    assert reply["status"] in ("answered", "failed")
    assert ("error" in reply) == (reply["status"] == "failed") == (reply["pattern"] is None)
    assert ("body" in reply) + ("body_base64" in reply) == (reply["status"] == "answered")
    assert len(world.requests) == 1


class Failing:
    """Reads of the switch's table, the first of which fail."""

    def __init__(self, *found: object) -> None:
        self.found = list(found)

    def __call__(self) -> Any:
        one = self.found.pop(0)
        if isinstance(one, Exception):
            raise one
        return one


def test_a_state_is_read_when_it_is_old_and_kept_when_it_cannot_be() -> None:
    world = World()
    read = Failing(state(), ValueError("no state"), None, state((THIRD, FIRST)))
    known = KnownState(read, 10, world.clock, world)
    seen = []
    for _ in range(4):
        seen += [known.current(), known.current()]
        world.now += 10
    assert [each.primary for each in seen if each] == [FIRST] * 6 + [THIRD] * 2
    assert not read.found


def test_a_table_that_fails_from_the_start_is_not_asked_by_every_request() -> None:
    world = World()
    read = Failing(OSError(), state())
    known = KnownState(read, 10, world.clock, world)
    assert [known.current() for _ in range(5)] == [None] * 5
    world.now += 10
    assert known.current() is not None


def test_a_table_out_of_reach_is_known_to_the_circuits_too() -> None:
    world = World()
    read = Failing(ConnectTimeoutError(endpoint_url="table"), state())
    known = KnownState(read, 10, world.clock, world)
    assert known.current() is None
    assert world.alone
    world.now += 10
    assert known.current() is None
    assert len(read.found) == 1, "nor is it asked while the circuits leave it alone"
    world.alone = False
    assert known.current() is not None
