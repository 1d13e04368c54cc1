"""Claim, then start: whatever happens between the two, the same attempt is the same start."""

from __future__ import annotations

import json
from typing import Any

import pytest

from domain.resilience import Lease, LeaseMode, Outcome, Work, WorkState, execution_name
from lambdas.clients.region_lease import RegionLease
from lambdas.clients.work_changes import Claim, WorkChanges
from lambdas.clients.work_executions import ExecutionState, WorkExecutions
from lambdas.clients.work_ledger import WorkLedger
from lambdas.work.dispatch import Dispatcher, DispatchStatus
from lambdas.work.guard import LeaseGuard, Standing
from lambdas.work.rows import lease_item
from tests.lambdas.work.ledger_cloud import EAST, LEDGER, LOST, START, WEST, Shaky, accepted, code, raw_item, rules
from tests.lambdas.work.machine import MACHINE, Machine


class Bench:
    """A dispatcher of the Region that holds the lease."""

    def __init__(self, shaky: Shaky) -> None:
        self.now = START
        self.shaky, self.machine = shaky, Machine()
        self.ledger = WorkLedger(shaky, LEDGER)
        self.changes = WorkChanges(shaky, LEDGER, self.ledger)
        executions = WorkExecutions(self.machine, MACHINE)
        self.dispatcher = Dispatcher(self.changes, executions, EAST, 7, self.clock)

    def clock(self) -> float:
        return self.now

    def standing(self, **changes: Any) -> Standing:
        given: dict[str, Any] = {"holder": EAST, "epoch": 3, "expires_at_ms": int(START * 1000) + 60_000}
        lease = Lease(**{**given, **changes})
        self.shaky.client.put_item(TableName=LEDGER, Item=lease_item(lease))
        return LeaseGuard(RegionLease(self.shaky, LEDGER), EAST, rules(), self.clock).read()

    def put(self, work: Work) -> Work:
        self.shaky.client.put_item(TableName=LEDGER, Item=raw_item(work))
        return work


@pytest.fixture
def bench(shaky: Shaky) -> Bench:
    return Bench(shaky)


def test_work_is_claimed_and_started_with_what_its_first_state_writes(bench: Bench) -> None:
    work = bench.put(accepted())
    dispatched = bench.dispatcher.dispatch(work, bench.standing())
    assert (dispatched.status, dispatched.reason) == (DispatchStatus.STARTED, "started")
    found = bench.ledger.read(work.key)
    assert found == dispatched.work
    assert found is not None
    assert (found.state, found.epoch, found.attempt, found.region) == (WorkState.CLAIMED, 3, 1, EAST)
    started = bench.machine.executions[execution_name(work.key, 3, 1)]
    assert json.loads(started.input) == {
        "key": work.key,
        "epoch": 3,
        "attempt": 1,
        "input": work.input,
        "task_id": f"{work.key}#3#1",
        "work_key": work.key,
        "created_at": int(START),
        "ttl": int(START) + 7 * 86_400,
    }


def test_a_second_dispatch_of_what_was_seen_before_is_the_same_start(bench: Bench) -> None:
    work = bench.put(accepted())
    standing = bench.standing()
    bench.dispatcher.dispatch(work, standing)
    bench.now += 5  # the document is another one by now
    again = bench.dispatcher.dispatch(work, standing)
    assert (again.status, again.reason) == (DispatchStatus.STARTED, "was started before")
    assert len(bench.machine.executions) == 1


def test_work_that_this_epoch_has_is_left_alone(bench: Bench) -> None:
    work = bench.put(Work("k", WorkState.CLAIMED, "h", epoch=3, attempt=2, region=EAST, input="{}"))
    assert bench.dispatcher.dispatch(work, bench.standing()).status is DispatchStatus.RUNNING
    assert not bench.machine.executions


def test_work_of_an_older_epoch_is_claimed_anew(bench: Bench) -> None:
    work = bench.put(Work("k", WorkState.CLAIMED, "h", epoch=2, attempt=4, region=WEST, input="{}"))
    dispatched = bench.dispatcher.dispatch(work, bench.standing())
    assert dispatched.status is DispatchStatus.STARTED
    assert list(bench.machine.executions) == [execution_name("k", 3, 1)]
    assert not bench.changes.commit(Claim("k", 2, 4), Outcome.SUCCEEDED, "{}", now_ms=1).done


def test_work_that_is_done_or_claimed_later_is_not_started(bench: Bench) -> None:
    done = bench.put(Work("d", WorkState.DONE, "h", epoch=1, attempt=1, result="{}", outcome=Outcome.FAILED))
    later = bench.put(Work("l", WorkState.CLAIMED, "h", epoch=4, attempt=1, input="{}"))
    standing = bench.standing()
    assert bench.dispatcher.dispatch(done, standing).status is DispatchStatus.DONE
    assert bench.dispatcher.dispatch(later, standing).status is DispatchStatus.OVERTAKEN
    # The same when the state that was seen is an old one:
    assert bench.dispatcher.dispatch(accepted("d"), standing).status is DispatchStatus.DONE
    assert bench.dispatcher.dispatch(accepted("l"), standing).status is DispatchStatus.OVERTAKEN
    assert not bench.machine.executions


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"holder": WEST}, "us-east-2 holds the lease"),
        ({"mode": LeaseMode.DRAINING}, "draining"),
        ({"mode": LeaseMode.FREE}, "free"),
        ({"expires_at_ms": int(START * 1000) + 19_999}, "19999 ms of the lease are left"),
    ],
)
def test_without_a_lease_that_is_long_enough_nothing_is_claimed(
    bench: Bench, changes: dict[str, Any], said: str
) -> None:
    work = bench.put(accepted())
    dispatched = bench.dispatcher.dispatch(work, bench.standing(**changes))
    assert dispatched.status is DispatchStatus.NOT_HOLDING
    assert said in dispatched.reason
    assert bench.ledger.read(work.key) == work


def test_a_lease_that_ends_between_claim_and_start_starts_nothing(bench: Bench) -> None:
    work = bench.put(accepted())
    standing = bench.standing()

    def late(name: str) -> None:
        if name == "update_item":
            bench.now += 41

    bench.shaky.on_call = late
    assert bench.dispatcher.dispatch(work, standing).status is DispatchStatus.NOT_HOLDING
    assert not bench.machine.executions


def test_what_fails_is_left_and_goes_on_later(bench: Bench) -> None:
    work = bench.put(accepted())
    standing = bench.standing()
    bench.shaky.before["update_item"] = [LOST]
    assert bench.dispatcher.dispatch(work, standing).status is DispatchStatus.LEFT
    bench.machine.errors = [code("ThrottlingException")]
    left = bench.dispatcher.dispatch(work, standing)
    assert left.status is DispatchStatus.LEFT
    assert left.work is not None
    assert left.work.state is WorkState.CLAIMED
    assert bench.dispatcher.start(left.work, standing).status is DispatchStatus.STARTED
    assert len(bench.machine.executions) == 1


def test_a_guard_without_a_lease_lets_nobody_act(shaky: Shaky) -> None:
    standing = LeaseGuard(RegionLease(shaky, LEDGER), EAST, rules(), lambda: START).read()
    assert (standing.epoch, standing.active) == (None, False)
    assert standing.check().reason == "nobody has taken the lease yet"


def test_executions_are_known_by_their_names() -> None:
    machine = Machine()
    executions = WorkExecutions(machine, MACHINE)
    assert executions.state("a") is ExecutionState.ABSENT
    assert executions.start("a", {})
    assert not executions.start("a", {"other": 1})
    assert executions.state("a") is ExecutionState.RUNNING
    machine.executions["a"].status = "TIMED_OUT"
    assert executions.state("a") is ExecutionState.ENDED
    assert not executions.start("a", {})
