"""Open work, and every place where a crash may leave it."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest

from domain.batches.outcomes import EndpointError
from domain.resilience import Outcome, Work, WorkState, execution_name
from lambdas.clients.work_changes import Claim, WorkChanges
from lambdas.clients.work_ledger import WorkLedger
from lambdas.clients.work_listing import OpenWork
from lambdas.keep_lease import sweep as sweeping
from lambdas.keep_lease.sweep import Made, Step, Swept, step_of
from tests.lambdas.keep_lease.two_regions import TwoRegions
from tests.lambdas.work.ledger_cloud import EAST, LEDGER, LOST, UNREACHABLE, WEST, accepted, code


def commit(regions: TwoRegions, work: Work) -> bool:
    """What run_work does at the end."""
    claim = Claim(work.key, work.epoch, work.attempt)
    changes = WorkChanges(regions.ledger, LEDGER, WorkLedger(regions.ledger, LEDGER))
    return changes.commit(claim, Outcome.SUCCEEDED, '{"label":7}', now_ms=1).done


def claimed(regions: TwoRegions, epoch: int, attempt: int, age_s: float = 0, key: str = "k") -> Work:
    at_ms = int((regions.time.now - age_s) * 1000)
    work = replace(accepted(key), state=WorkState.CLAIMED, epoch=epoch, attempt=attempt, region=EAST)
    return regions.put(work, claimed_at_ms=at_ms)


def test_accepted_work_is_started(regions: TwoRegions) -> None:
    regions.settle()
    keys = [regions.put(accepted()).key for _ in range(40)]
    report = regions.east.look().to_reply()
    assert (report["dispatched"], report["open"]) == (40, 40)
    assert set(regions.east.machine.executions) == {execution_name(key, 1, 1) for key in keys}
    assert regions.east.look().to_reply()["dispatched"] == 0


def test_work_that_ran_is_left_alone(regions: TwoRegions) -> None:
    regions.settle()
    work = regions.put(accepted())
    regions.east.look()
    assert commit(regions, regions.work(work.key))
    report = regions.east.look()
    assert report.to_reply()["open"] == 0
    assert regions.east.metrics()["WorkOpen"] == 0


def test_a_crash_between_claim_and_start_is_made_good_under_the_same_name(regions: TwoRegions) -> None:
    regions.settle()
    work = claimed(regions, 1, 2, age_s=19)
    assert regions.east.look().to_reply()["dispatched"] == 0  # it may be on its way
    regions.time.now += 2
    assert regions.east.look().to_reply()["dispatched"] == 1
    assert list(regions.east.machine.executions) == [execution_name(work.key, 1, 2)]
    assert regions.work(work.key).attempt == 2
    assert regions.east.look().to_reply()["dispatched"] == 0  # it runs


def test_an_execution_that_ended_without_a_result_is_followed_by_the_next_attempt(regions: TwoRegions) -> None:
    regions.settle()
    work = regions.put(accepted())
    for attempt in (1, 2, 3):
        regions.east.look()
        assert regions.work(work.key).attempt == attempt
        regions.east.machine.end(execution_name(work.key, 1, attempt))
        regions.time.now += 21
    report = regions.east.look()
    assert report.swept is not None
    assert report.swept.made[Made.GIVEN_UP] == 1
    done = regions.work(work.key)
    assert (done.state, done.outcome) == (WorkState.DONE, Outcome.FAILED)
    assert "3 attempts failed in epoch 1" in done.result
    assert regions.east.metrics()["WorkDone"] == 1


ILL = EndpointError("ModelError", status=500)


def last_attempt_ended(regions: TwoRegions, attempt: int = 3, error: str | None = "AttemptFailed") -> Work:
    """Work whose last attempt ended, as far as its claim is counted."""
    work = claimed(regions, 1, attempt, age_s=30)
    name = execution_name(work.key, 1, attempt)
    regions.east.machine.start_execution("", name, "{}")
    regions.east.machine.end(name, error=error)
    return work


def test_nothing_is_given_up_while_the_region_is_ill(regions: TwoRegions) -> None:
    """With both Regions ill for minutes every attempt fails, and work that was accepted must outlast that."""
    regions.settle()
    regions.east.endpoint.error = ILL
    regions.round(3)
    work = last_attempt_ended(regions)
    regions.round(2)
    assert (regions.work(work.key).state, regions.work(work.key).attempt) == (WorkState.CLAIMED, 3)

    regions.east.endpoint.error = None
    regions.round()
    assert regions.work(work.key).attempt == 4  # the third one was made in an ill Region

    regions.east.machine.end(execution_name(work.key, 1, 4))
    regions.round(4)
    assert regions.work(work.key).outcome is Outcome.FAILED


@pytest.mark.parametrize("error", [None, "Fenced", "States.Timeout", "DynamoDb.InternalServerErrorException"])
def test_what_was_never_tried_is_not_given_up_for_that(regions: TwoRegions, error: str | None) -> None:
    regions.settle()
    work = last_attempt_ended(regions, error=error)
    regions.east.look()
    assert (regions.work(work.key).state, regions.work(work.key).attempt) == (WorkState.CLAIMED, 4)


def test_nothing_is_tried_for_ever(regions: TwoRegions) -> None:
    regions.settle()
    work = last_attempt_ended(regions, attempt=3 * sweeping.MOST_ATTEMPTS_FACTOR, error="States.Timeout")
    regions.east.look()
    assert regions.work(work.key).outcome is Outcome.FAILED


def test_executions_that_only_wait_do_not_hide_one_that_ended(
    regions: TwoRegions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "MOST_QUESTIONS", 2)
    regions.settle()
    keys = [f"k-{number}" for number in range(6)]
    for key in keys:
        claimed(regions, 1, 1, age_s=30, key=key)
        regions.east.machine.start_execution("", execution_name(key, 1, 1), "{}")
    for _ in range(60):
        regions.east.look()
    assert set(regions.east.machine.described) == {execution_name(key, 1, 1) for key in keys}


def test_an_attempt_that_was_followed_cannot_commit_any_more(regions: TwoRegions) -> None:
    regions.settle()
    work = regions.put(accepted())
    regions.east.look()
    first = regions.work(work.key)
    regions.east.machine.executions[execution_name(work.key, 1, 1)].status = "TIMED_OUT"
    regions.time.now += 21
    regions.east.look()
    assert not commit(regions, first)
    assert commit(regions, regions.work(work.key))


def test_an_execution_that_runs_on_is_left_alone(regions: TwoRegions) -> None:
    regions.settle()
    work = regions.put(accepted())
    regions.east.look()
    regions.time.now += 35
    regions.east.look()
    assert regions.east.machine.described == [execution_name(work.key, 1, 1)]
    assert regions.work(work.key).attempt == 1


def test_a_result_that_came_while_it_was_asked_for_stands(regions: TwoRegions) -> None:
    """The index lags: what it shows as open has a result by now."""
    regions.settle()
    for attempt, key in ((1, "next"), (3, "last"), (2, "absent")):
        work = claimed(regions, 1, attempt, age_s=30, key=key)
        if key != "absent":
            regions.east.machine.start_execution("", execution_name(key, 1, attempt), "{}")
            regions.east.machine.executions[execution_name(key, 1, attempt)].status = "SUCCEEDED"
    client, lock, arrived = regions.east.ledger_client, threading.Lock(), list[str]()

    def results_arrive(name: str) -> None:
        if name not in ("update_item", "get_item") or not regions.east.machine.described:
            return
        with lock:
            for key, attempt in (("next", 1), ("last", 3), ("absent", 2)):
                if key not in arrived:
                    arrived.append(key)
                    commit(regions, replace(work, key=key, attempt=attempt))

    client.on_call = results_arrive
    report = regions.east.look()
    assert report.to_reply()["dispatched"] == report.to_reply()["given_up"] == 0
    assert {regions.work(key).result for key in ("next", "last", "absent")} == {'{"label":7}'}


def test_work_of_the_other_region_is_restarted_under_its_key_after_a_take_over(regions: TwoRegions) -> None:
    regions.settle()
    work = regions.put(accepted())
    regions.east.look()
    before = regions.work(work.key)
    regions.round(9, east=False)
    after = regions.work(work.key)
    assert (before.region, before.epoch) == (EAST, 1)
    assert (after.region, after.epoch, after.attempt) == (WEST, 2, 1)
    assert list(regions.west.machine.executions) == [execution_name(work.key, 2, 1)]
    assert not commit(regions, before)
    assert regions.west.metrics()["WorkRestarted"] == 0  # the count of the last look
    assert any('"WorkRestarted": 1' in line for line in regions.west.lines)


def test_a_look_ends_in_time_and_the_next_goes_on(regions: TwoRegions) -> None:
    regions.settle()
    for _ in range(60):
        regions.put(accepted())
    lock = threading.Lock()

    def slow(name: str) -> None:
        if name == "update_item":
            with lock:
                regions.time.now += 1

    regions.east.ledger_client.on_call = slow
    report = regions.east.look()
    assert report.swept is not None
    assert 10 <= report.swept.dispatched <= 10 + 16  # what was under way when the time was over
    assert not report.swept.complete
    looks = 1
    while len(regions.east.machine.executions) < 60 and looks < 7:
        regions.east.look()
        looks += 1
    assert len(regions.east.machine.executions) == 60


def test_no_more_is_started_in_a_look_than_step_functions_takes(
    regions: TwoRegions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "MOST_STARTS", 3)
    monkeypatch.setattr(sweeping, "MOST_QUESTIONS", 2)
    regions.settle()
    for number in range(5):
        regions.put(accepted())
        claimed(regions, 1, 1, age_s=30, key=f"old-{number}")
    report = regions.east.look().to_reply()
    assert report["open"] == 10
    assert len(regions.east.machine.described) == 2
    assert report["dispatched"] == 5


@pytest.mark.parametrize("error", [LOST, UNREACHABLE, code("ThrottlingException")], ids=str)
def test_what_cannot_be_asked_is_left(regions: TwoRegions, error: Exception) -> None:
    regions.settle()
    claimed(regions, 1, 1, age_s=30)
    regions.east.machine.errors = [error]
    report = regions.east.look()
    assert report.swept is not None
    assert report.swept.made[Made.LEFT] == 1
    assert regions.east.look().to_reply()["dispatched"] == 1


def test_work_that_cannot_be_read_is_left_and_stops_no_other(regions: TwoRegions) -> None:
    regions.settle()
    work = claimed(regions, 1, 1, age_s=30, key="broken")
    regions.ledger.update_item(TableName=LEDGER, Key={"id": {"S": "work#broken"}}, UpdateExpression="REMOVE input_hash")
    other = regions.put(accepted())
    assert work.key == "broken"
    assert regions.east.look().to_reply()["dispatched"] == 1
    assert regions.work(other.key).state is WorkState.CLAIMED


def test_items_of_the_index_that_are_no_work_are_passed_over(regions: TwoRegions) -> None:
    regions.settle()
    regions.ledger.put_item(
        TableName=LEDGER,
        Item={"id": {"S": "note"}, "bucket": {"S": "open#0"}, "at_ms": {"N": "1"}, "state": {"S": "odd"}},
    )
    regions.put(accepted())
    assert regions.east.look().to_reply()["dispatched"] == 1


def test_a_listing_that_breaks_off_is_not_complete(regions: TwoRegions) -> None:
    regions.settle()
    regions.put(accepted())
    regions.east.ledger_client.before["query"] = [None] * 3 + [LOST]
    report = regions.east.look()
    assert report.swept is not None
    assert not report.swept.complete
    assert regions.east.keeper().sweep.open() == 1
    regions.east.ledger_client.before["query"] = [LOST]
    assert regions.east.keeper().sweep.open() is None


def test_who_does_not_hold_the_lease_sweeps_nothing(regions: TwoRegions) -> None:
    keeper = regions.east.keeper()
    assert keeper.sweep(keeper.guard.read(), regions.time.now + 10, healthy_since_ms=1) == Swept()
    assert "query" not in regions.east.ledger_client.calls


@pytest.mark.parametrize(
    ("row", "step"),
    [
        ((WorkState.ACCEPTED, 0, 0, 0), Step.START),
        ((WorkState.CLAIMED, 4, 9, 100_000), Step.START),
        ((WorkState.CLAIMED, 5, 1, 80_001), Step.LEAVE),
        ((WorkState.CLAIMED, 5, 1, 80_000), Step.ASK),
        ((WorkState.CLAIMED, 6, 1, 0), Step.LEAVE),
    ],
)
def test_what_open_work_needs(row: Any, step: Step) -> None:
    assert step_of(OpenWork("k", *row), epoch=5, now_ms=100_000, ask_after_ms=20_000) is step
