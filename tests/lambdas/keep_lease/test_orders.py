"""What an operator asks: to see, to move, to pin; and what is refused with what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from domain.batches.outcomes import TIMEOUT, EndpointError
from domain.resilience import Lease, LeaseMode, Order, WorkState
from lambdas.errors import LedgerUnknownError, OrderRefusedError
from tests.lambdas.keep_lease.two_regions import TwoRegions
from tests.lambdas.work.ledger_cloud import EAST, LOST, UNREACHABLE, WEST, accepted, code


def held_by(regions: TwoRegions, region: str) -> Lease:
    lease = regions.lease
    assert lease is not None
    assert (lease.holder, lease.mode) == (region, LeaseMode.HELD)
    return lease


def in_west(regions: TwoRegions) -> None:
    """The standby holds the lease after a failover by order."""
    regions.settle()
    regions.west.operator().order(Order.FAIL_OVER, WEST)
    regions.round(9)
    held_by(regions, WEST)


def test_status_writes_nothing_and_asks_no_endpoint(regions: TwoRegions) -> None:
    regions.settle()
    regions.put(accepted())
    before, asked = regions.lease, len(regions.west.endpoint.asked)
    reply = regions.west.operator().status().to_reply()
    assert (reply["holder"], reply["epoch"], reply["acts"], reply["open"]) == (EAST, 1, False, 1)
    assert (reply["decision"], reply["healthy"], reply["peer"]["healthy"]) == ("status", True, True)
    assert reply["reason"] == "us-east-1 holds the lease, not us-east-2"
    assert regions.lease == before
    assert len(regions.west.endpoint.asked) == asked


def test_status_before_the_first_look(regions: TwoRegions) -> None:
    reply = regions.east.operator().status().to_reply()
    assert (reply["holder"], reply["reason"], reply["healthy"]) == (None, "there is no lease yet", False)


def test_status_says_that_the_ledger_is_down(regions: TwoRegions) -> None:
    regions.settle()
    regions.east.ledger_client.down = UNREACHABLE
    reply = regions.east.operator().status().to_reply()
    assert reply["holder"] is None
    assert "the ledger cannot be read" in reply["reason"]
    assert (reply["healthy"], reply["peer"]["fresh"], reply["open"]) == (True, True, None)


@pytest.mark.parametrize(("takes_s", "more_s"), [(0, 0), (4, 0), (5, 5)])
def test_a_drain_that_is_written_late_is_longer_by_that(regions: TwoRegions, takes_s: int, more_s: int) -> None:
    """A request may begin until it is written, and has to end before another Region begins one."""
    regions.settle()
    east, began_ms = regions.east, int(regions.time.now * 1000)
    drain_ms = east.rules.drain_ms  # 8 s more than the longest request and the skew

    def slow(name: str) -> None:
        if name == "put_item" and int(regions.time.now * 1000) == began_ms:
            regions.time.now += takes_s

    east.ledger_client.on_call = slow
    east.operator().order(Order.FAIL_OVER, WEST)
    lease = regions.lease
    assert lease is not None
    assert (lease.mode, lease.expires_at_ms) == (LeaseMode.DRAINING, began_ms + drain_ms + more_s * 1000)


@pytest.mark.parametrize("asked_in", [EAST, WEST])
def test_a_move_drains_first_wherever_it_is_ordered(regions: TwoRegions, asked_in: str) -> None:
    regions.settle()
    site = regions.east if asked_in == EAST else regions.west
    reply = site.operator().order(Order.FAIL_OVER, WEST).to_reply()
    assert (reply["mode"], reply["handover_to"], reply["acts"]) == ("draining", WEST, False)
    work = regions.put(accepted())
    assert not regions.east.look().standing.active  # nothing new begins
    assert regions.work(work.key).state is WorkState.ACCEPTED
    regions.round(8)
    assert held_by(regions, WEST).epoch == 2
    assert regions.work(work.key).region == WEST


def test_a_region_that_is_gone_is_not_asked(regions: TwoRegions) -> None:
    """The holder is down: an order in the other Region is written at once, and the lease's end is waited for."""
    regions.settle()
    regions.west.operator().order(Order.FAIL_OVER, None)
    regions.round(8, east=False)
    held_by(regions, WEST)


def test_an_order_that_is_carried_out_already_writes_nothing(regions: TwoRegions) -> None:
    regions.settle()
    before = regions.lease
    reply = regions.east.operator().order(Order.FAIL_OVER, EAST).to_reply()
    assert (reply["decision"], reply["reason"], reply["acts"]) == ("wait", "us-east-1 holds the lease already", True)
    assert regions.lease == before


def test_fail_back_moves_to_the_primary_once_all_is_reconciled(regions: TwoRegions) -> None:
    in_west(regions)
    regions.east.operator().order(Order.FAIL_BACK, None)
    regions.round(9)
    assert held_by(regions, EAST).epoch == 3


ILL = EndpointError(TIMEOUT, 0, "no answer")


def ill(regions: TwoRegions) -> None:
    regions.east.endpoint.error = ILL
    regions.round(3)


def silent(regions: TwoRegions) -> None:
    regions.round(7, east=False)


def unheard(regions: TwoRegions) -> None:
    """The primary looks, but what the holder says does not arrive there."""
    for _ in range(7):
        regions.east.look()
        regions.west.look()
        regions.time.now += 10


def older_work(regions: TwoRegions) -> None:
    regions.west.machine.errors = [code("ThrottlingException")] * 99
    regions.put(replace(accepted(), state=WorkState.CLAIMED, epoch=1, attempt=1, region=EAST))


def no_list(regions: TwoRegions) -> None:
    regions.east.ledger_client.before["query"] = [LOST]


EARLY: dict[str, tuple[Callable[[TwoRegions], None], str]] = {
    "ill": (ill, "us-east-1 is not known to be healthy"),
    "silent": (silent, "us-east-1 is not known to be healthy"),
    "unheard": (unheard, "the heartbeats do not arrive in time"),
    "older work": (older_work, "1 pieces of work of an older epoch are open"),
    "not known": (no_list, "the open work cannot be listed"),
}


@pytest.mark.parametrize(("happens", "why"), EARLY.values(), ids=EARLY)
def test_fail_back_is_refused_while_it_is_too_early(
    regions: TwoRegions, happens: Callable[[TwoRegions], None], why: str
) -> None:
    in_west(regions)
    happens(regions)
    before = regions.lease
    with pytest.raises(OrderRefusedError, match=why) as refused:
        regions.east.operator().order(Order.FAIL_BACK, None)
    assert "action fail_over, to us-east-1" in str(refused.value)
    assert regions.lease == before
    if why.startswith("the open"):
        return
    reply = regions.east.operator().order(Order.FAIL_OVER, EAST).to_reply()
    assert reply["handover_to"] == EAST  # who insists may


def test_a_pin_moves_and_keeps_the_lease_whatever_the_health(regions: TwoRegions) -> None:
    regions.settle()
    regions.east.operator().order(Order.PIN, WEST)
    regions.round(9)
    assert held_by(regions, WEST).pinned == WEST
    regions.west.endpoint.error = ILL
    regions.round(5)
    assert held_by(regions, WEST).epoch == 2
    with pytest.raises(OrderRefusedError, match="unpin it first"):
        regions.west.operator().order(Order.FAIL_OVER, EAST)
    regions.west.operator().order(Order.UNPIN, None)
    assert held_by(regions, WEST).pinned is None


def test_an_order_before_the_first_lease_is_refused(regions: TwoRegions) -> None:
    with pytest.raises(OrderRefusedError, match="wait for the first look"):
        regions.east.operator().order(Order.FAIL_OVER, None)
    assert regions.lease is None


def test_an_order_goes_on_where_a_look_was_first(regions: TwoRegions) -> None:
    regions.settle()
    client = regions.west.ledger_client

    def look_first(name: str) -> None:
        if name == "put_item":
            client.on_call = lambda _: None
            regions.east.look()

    client.on_call = look_first
    assert regions.west.operator().order(Order.FAIL_OVER, WEST).to_reply()["mode"] == "draining"


def test_an_order_that_is_always_overtaken_says_so(regions: TwoRegions) -> None:
    regions.settle()
    regions.west.ledger_client.on_call = lambda name: regions.east.look() and None if name == "put_item" else None
    with pytest.raises(OrderRefusedError, match="order again"):
        regions.west.operator().order(Order.FAIL_OVER, WEST)
    held_by(regions, EAST)


def test_an_order_without_a_ledger_says_where_to_give_it(regions: TwoRegions) -> None:
    regions.settle()
    regions.east.ledger_client.down = UNREACHABLE
    with pytest.raises(OrderRefusedError, match="give the order in us-east-2"):
        regions.east.operator().order(Order.FAIL_OVER, WEST)


def test_an_order_whose_end_is_not_known_says_so(regions: TwoRegions) -> None:
    regions.settle()
    regions.east.ledger_client.before["put_item"] = [LOST]
    with pytest.raises(LedgerUnknownError, match="the lease"):
        regions.east.operator().order(Order.PIN, WEST)
