"""The drill's audit must be able to fail: each loss and each doubling is shown to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.resilience import Outcome, Work, WorkState, execution_name
from sandbox.drill.audit import Audit, audit
from sandbox.drill.callers import Request

EAST, WEST = "us-east-1", "us-east-2"
DONE = Work("a", WorkState.DONE, "hash", 2, 1, WEST, result="{}", outcome=Outcome.SUCCEEDED, at_ms=5)
RAN = (execution_name("a", 2, 1), "SUCCEEDED")
DIED = (execution_name("a", 1, 1), "RUNNING")


def request(*keys: str, error: str = "") -> Request:
    return Request(keys, 0.0, 0.1, "" if error else EAST, error)


def judged(
    works: list[Work],
    executions: list[tuple[str, str]],
    requests: list[Request] | None = None,
    other: list[Work] | None = None,
) -> Audit:
    replicas = {EAST: works, WEST: works if other is None else other}
    return audit(requests or [request("a")], replicas, {EAST: [], WEST: executions})


def test_work_that_was_restarted_and_done_once_is_sound() -> None:
    found = judged([DONE], [DIED, RAN])
    assert found.sound
    assert (found.accepted, found.done, found.restarted, found.problems) == (1, 1, 1, ())


def test_a_reply_that_was_lost_after_the_commit_is_no_doubling() -> None:
    assert judged([DONE], [(RAN[0], "RUNNING")]).sound


@pytest.mark.parametrize(
    "works",
    [
        [],
        [replace(DONE, state=WorkState.CLAIMED, outcome=None)],
        [replace(DONE, state=WorkState.ACCEPTED, outcome=None, epoch=0, attempt=0)],
        [replace(DONE, outcome=Outcome.FAILED)],
    ],
)
def test_accepted_work_without_a_result_is_lost(works: list[Work]) -> None:
    found = judged(works, [])
    assert (found.lost, found.doubled, found.sound) == (1, 0, False)
    assert found.problems[0].startswith("a: ")


def test_work_of_which_no_caller_was_told_is_not_lost() -> None:
    found = judged([], [], [request("a", error="ReadTimeoutError")])
    assert found.sound
    assert (found.accepted, found.unanswered) == (0, 1)


def test_an_answer_to_a_repetition_counts() -> None:
    found = judged([DONE], [RAN], [request("a", error="ReadTimeoutError"), request("a")])
    assert (found.accepted, found.unanswered) == (1, 0)


@pytest.mark.parametrize(
    ("executions", "other"),
    [
        ([RAN, (execution_name("a", 1, 1), "SUCCEEDED")], None),
        ([(execution_name("a", 1, 1), "SUCCEEDED")], None),
        ([RAN], [replace(DONE, result='{"label": 3}')]),
        ([RAN], []),
    ],
)
def test_a_second_effect_is_found(executions: list[tuple[str, str]], other: list[Work] | None) -> None:
    found = judged([DONE], executions, other=other)
    assert (found.lost, found.doubled) == (0, 1)
    assert not found.sound


def test_executions_of_others_are_not_counted() -> None:
    assert judged([DONE], [RAN, (execution_name("b", 1, 1), "SUCCEEDED"), ("strange", "SUCCEEDED")]).sound
