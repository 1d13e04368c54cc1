"""Writes whose answer is lost: what stands in the table is read, and nothing is acted on that is not certain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from domain.resilience import Lease, LeaseMode, Outcome, WorkState
from lambdas.clients.lease_changes import LeaseChanges
from lambdas.clients.region_lease import RegionLease
from lambdas.clients.work_accepts import WorkAccepts
from lambdas.clients.work_changes import Claim, WorkChanges
from lambdas.clients.work_ledger import WorkLedger
from lambdas.errors import LedgerCorruptError, LedgerUnknownError
from tests.lambdas.work.ledger_cloud import EAST, LEDGER, LOST, UNREACHABLE, WEST, Shaky, accepted, code, raw_item

NOW_MS = 1_800_000_000_000
FIRST = Lease(EAST, 1, NOW_MS + 60_000, since_ms=NOW_MS, reason="first")
UNSURE = [
    LOST,
    UNREACHABLE,
    code("InternalServerError", 500),
    code("ServiceUnavailable", 503),
    code("ReplicatedWriteConflictException"),
    code("ThrottlingException"),
]


def leases(shaky: Shaky) -> LeaseChanges:
    return LeaseChanges(shaky, LEDGER, RegionLease(shaky, LEDGER))


def changes(shaky: Shaky) -> WorkChanges:
    return WorkChanges(shaky, LEDGER, WorkLedger(shaky, LEDGER))


@pytest.mark.parametrize("error", UNSURE, ids=str)
def test_a_lease_whose_answer_was_lost_is_found(shaky: Shaky, error: Exception) -> None:
    shaky.after["put_item"] = [error]
    change = leases(shaky).replace(FIRST)
    assert change.done
    assert change.found == FIRST
    assert shaky.calls == ["put_item", "get_item"]  # written once, then looked at


@pytest.mark.parametrize("error", UNSURE, ids=str)
def test_a_lease_that_is_not_there_may_still_arrive(shaky: Shaky, error: Exception) -> None:
    shaky.before["put_item"] = [error]
    with pytest.raises(LedgerUnknownError, match="not there yet"):
        leases(shaky).replace(FIRST)


def test_a_lost_write_that_another_overtook_is_refused(shaky: Shaky) -> None:
    leases(shaky).replace(FIRST)
    theirs = replace(FIRST, holder=WEST, epoch=2, version=2)
    leases(Shaky(shaky.client)).replace(theirs)
    shaky.before["put_item"] = [LOST]
    change = leases(shaky).replace(replace(FIRST, version=2, reason="renewed"))
    assert not change.done
    assert change.found == theirs


def test_without_the_answer_and_without_the_look_nothing_is_known(shaky: Shaky) -> None:
    shaky.after["put_item"] = [LOST]
    shaky.before["get_item"] = [UNREACHABLE]
    with pytest.raises(LedgerUnknownError, match="the look at it"):
        leases(shaky).replace(FIRST)


def test_a_refusal_brings_what_stands_there(shaky: Shaky) -> None:
    leases(shaky).replace(FIRST)
    change = leases(shaky).replace(replace(FIRST, holder=WEST))
    assert (change.done, change.found) == (False, FIRST)
    assert "get_item" not in shaky.calls


def test_a_missing_permission_is_raised(shaky: Shaky) -> None:
    shaky.before["put_item"] = [code("AccessDeniedException")]
    with pytest.raises(ClientError, match="AccessDenied"):
        leases(shaky).replace(FIRST)


@pytest.mark.parametrize(
    "lease",
    [
        FIRST,
        replace(FIRST, mode=LeaseMode.DRAINING, handover_to=WEST, pinned=WEST),
        replace(FIRST, mode=LeaseMode.FREE, handover_to=WEST, reason=""),
    ],
    ids=lambda lease: lease.mode.value,
)
def test_a_lease_is_read_as_it_was_written(shaky: Shaky, lease: Lease) -> None:
    assert RegionLease(shaky, LEDGER).read() is None
    leases(shaky).replace(lease)
    assert RegionLease(shaky, LEDGER).read() == lease


@pytest.mark.parametrize(
    "broken", [{}, {"epoch": {"N": "0"}}, {"mode": {"S": "gone"}}, {"version": {"S": "1"}}], ids=str
)
def test_an_item_that_is_no_lease_lets_nobody_act(shaky: Shaky, broken: dict[str, Any]) -> None:
    leases(shaky).replace(FIRST)
    item = shaky.client.get_item(TableName=LEDGER, Key={"id": {"S": "lease"}})["Item"] if broken else {}
    shaky.client.put_item(TableName=LEDGER, Item={**item, **broken, "id": {"S": "lease"}})
    with pytest.raises(LedgerCorruptError, match="Nobody acts until it is repaired"):
        RegionLease(shaky, LEDGER).read()


def claimed(shaky: Shaky) -> Claim:
    work = accepted()
    shaky.client.put_item(TableName=LEDGER, Item=raw_item(work))
    claim = Claim(work.key, 1, 1)
    assert changes(Shaky(shaky.client)).claim(claim, region=EAST, now_ms=NOW_MS).done
    return claim


Write = Callable[[WorkChanges, Claim], Any]
WRITES: dict[str, Write] = {
    "claim": lambda made, claim: made.claim(replace(claim, attempt=2), region=EAST, now_ms=NOW_MS),
    "commit": lambda made, claim: made.commit(claim, Outcome.SUCCEEDED, "{}", now_ms=NOW_MS),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
@pytest.mark.parametrize("error", UNSURE, ids=str)
def test_a_change_of_work_whose_answer_was_lost_is_found(shaky: Shaky, write: Write, error: Exception) -> None:
    claim = claimed(shaky)
    shaky.after["update_item"] = [error]
    change = write(changes(shaky), claim)
    assert change.done
    assert change.found == WorkLedger(shaky.client, LEDGER).read(claim.key)
    assert shaky.calls == ["update_item", "get_item"]


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_change_of_work_that_did_not_arrive_is_not_certain(shaky: Shaky, write: Write) -> None:
    claim = claimed(shaky)
    shaky.before["update_item"] = [LOST]
    with pytest.raises(LedgerUnknownError, match=claim.key):
        write(changes(shaky), claim)


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_lost_change_that_was_overtaken_is_refused(shaky: Shaky, write: Write) -> None:
    claim = claimed(shaky)
    changes(Shaky(shaky.client)).claim(Claim(claim.key, 2, 1), region=WEST, now_ms=NOW_MS)
    shaky.before["update_item"] = [LOST]
    change = write(changes(shaky), claim)
    assert not change.done
    assert (change.found.state, change.found.epoch) == (WorkState.CLAIMED, 2)


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_work_that_was_removed_cannot_change(shaky: Shaky, write: Write) -> None:
    change = write(changes(shaky), Claim("gone", 1, 1))
    assert (change.done, change.found) == (False, None)


def test_accepting_again_after_a_lost_answer_is_one_acceptance(shaky: Shaky) -> None:
    work = accepted()
    accepts = WorkAccepts(shaky, LEDGER, WorkLedger(shaky, LEDGER))
    shaky.after["put_item"] = [LOST]
    assert accepts.accept(work).done
    again = accepts.accept(replace(work, at_ms=work.at_ms + 1))
    assert (again.done, again.found) == (False, work)
    shaky.before["put_item"] = [LOST]
    with pytest.raises(LedgerUnknownError):
        accepts.accept(accepted())


def test_an_item_that_is_no_work_is_said_without_its_input(shaky: Shaky) -> None:
    shaky.client.put_item(
        TableName=LEDGER, Item={"id": {"S": "work#a"}, "state": {"S": "odd"}, "input": {"S": "private"}}
    )
    with pytest.raises(LedgerCorruptError, match="odd") as refused:
        WorkLedger(shaky, LEDGER).read("a")
    assert "private" not in str(refused.value)
