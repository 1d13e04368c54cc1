"""What a keeper decides, case by case."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.resilience import (
    Failback,
    LeaseAction,
    LeaseMode,
    Order,
    RegionHealth,
    decide_lease,
    is_fresh,
    is_healthy,
    may_act,
    next_health,
    order_lease,
    parse_lease_rules,
    prolonged,
)
from tests.domain.resilience.lease_cases import EAST, LONG_AGO, NOW, WEST, ill, lease, look, rules, well

RULES = rules()


def test_the_primary_takes_the_first_lease() -> None:
    made = decide_lease(None, look(EAST), RULES)
    assert made.action is LeaseAction.ACQUIRE
    assert made.acts
    assert made.lease is not None
    assert (made.lease.holder, made.lease.epoch, made.lease.since_ms) == (EAST, 1, NOW)


def test_the_secondary_takes_the_first_lease_only_after_the_primary_had_its_time() -> None:
    assert decide_lease(None, look(WEST, mine=well(WEST, since_ms=NOW - 1000)), RULES).action is LeaseAction.WAIT
    assert decide_lease(None, look(WEST), RULES).action is LeaseAction.ACQUIRE
    assert decide_lease(None, look(EAST, mine=ill(EAST)), RULES).action is LeaseAction.WAIT


def test_a_holder_renews() -> None:
    made = decide_lease(lease(version=9, expires_at_ms=NOW + 1), look(), RULES)
    assert made.action is LeaseAction.RENEW
    assert made.lease is not None
    assert (made.lease.epoch, made.lease.version, made.lease.expires_at_ms) == (7, 10, NOW + RULES.lease_ms)


@pytest.mark.parametrize(("late_ms", "action"), [(0, "wait"), (199, "wait"), (200, "acquire")])
def test_a_lapsed_lease_is_taken_when_the_clocks_margin_is_over(late_ms: int, action: str) -> None:
    made = decide_lease(lease(EAST, expires_at_ms=NOW - late_ms), look(WEST), RULES)
    assert made.action == action
    assert made.acts == (action == "acquire")
    assert made.lease is None or (made.lease.holder, made.lease.epoch) == (WEST, 8)


def test_an_ill_region_takes_no_lapsed_lease() -> None:
    assert decide_lease(lease(EAST, expires_at_ms=0), look(WEST, mine=ill(WEST)), RULES).action is LeaseAction.WAIT


def test_an_ill_holder_drains_frees_and_the_other_takes_over() -> None:
    drained = decide_lease(lease(), look(mine=ill(EAST)), RULES)
    assert (drained.action, drained.acts) == (LeaseAction.DRAIN, False)
    assert drained.lease is not None
    assert drained.lease.expires_at_ms - NOW == RULES.drain_ms > RULES.longest_request_ms
    assert decide_lease(drained.lease, look(WEST), RULES).action is LeaseAction.WAIT
    early = look(now_ms=NOW + 2599, mine=ill(EAST), theirs=well(WEST, at_ms=NOW + 2000))
    assert decide_lease(drained.lease, early, RULES).action is LeaseAction.WAIT
    freed = decide_lease(drained.lease, replace(early, now_ms=NOW + 2600), RULES)
    assert freed.action is LeaseAction.RELEASE
    taken = decide_lease(freed.lease, look(WEST), RULES)
    assert (taken.action, taken.acts) == (LeaseAction.ACQUIRE, True)
    assert taken.lease is not None
    assert (taken.lease.holder, taken.lease.epoch) == (WEST, 8)


@pytest.mark.parametrize("theirs", [None, ill(WEST), well(WEST, at_ms=NOW - 4001), well(WEST, at_ms=NOW + 201)])
def test_an_ill_holder_holds_on_when_the_other_is_not_known_to_be_better(theirs: RegionHealth | None) -> None:
    assert decide_lease(lease(), look(mine=ill(EAST), theirs=theirs), RULES).action is LeaseAction.RENEW


def test_a_draining_holder_takes_back_what_nobody_is_there_to_have() -> None:
    draining = lease(mode=LeaseMode.DRAINING, handover_to=WEST)
    made = decide_lease(draining, look(theirs=None), RULES)
    assert made.action is LeaseAction.RENEW
    assert made.lease is not None
    assert made.lease.mode is LeaseMode.HELD
    assert decide_lease(draining, look(theirs=None, mine=ill(EAST)), RULES).action is LeaseAction.WAIT


def test_a_freed_lease_that_nobody_takes_goes_back() -> None:
    freed = lease(EAST, mode=LeaseMode.FREE, handover_to=WEST, expires_at_ms=NOW - 200)
    assert decide_lease(freed, look(EAST), RULES).action is LeaseAction.ACQUIRE
    assert decide_lease(replace(freed, expires_at_ms=NOW - 199), look(EAST), RULES).action is LeaseAction.WAIT


RETURN: dict[str, Any] = {"holder": WEST, "since_ms": NOW - 10_000}


def test_the_lease_returns_by_itself_when_all_is_well() -> None:
    made = decide_lease(lease(**RETURN), look(WEST, theirs=well(EAST, since_ms=NOW - 10_000)), RULES)
    assert made.action is LeaseAction.DRAIN
    assert made.lease is not None
    assert made.lease.handover_to == EAST


@pytest.mark.parametrize(
    ("of_lease", "of_look", "of_rules"),
    [
        ({"since_ms": NOW - 9999}, {}, {}),
        ({}, {"theirs": well(EAST, since_ms=NOW - 9999)}, {}),
        ({}, {"theirs": ill(EAST)}, {}),
        ({}, {"theirs": None}, {}),
        ({}, {"theirs": well(EAST, at_ms=NOW - 5000)}, {}),
        ({}, {"reconciled": False}, {}),
        ({}, {}, {"failback": "manual"}),
        ({"pinned": WEST}, {}, {}),
    ],
)
def test_the_lease_stays_when_something_is_missing(
    of_lease: dict[str, Any], of_look: dict[str, Any], of_rules: dict[str, Any]
) -> None:
    made = decide_lease(lease(**{**RETURN, **of_lease}), look(WEST, **of_look), rules(**of_rules))
    assert made.action is LeaseAction.RENEW


def test_a_pin_moves_the_lease_and_keeps_the_other_away() -> None:
    assert decide_lease(lease(EAST, pinned=WEST), look(EAST), RULES).action is LeaseAction.DRAIN
    held = decide_lease(lease(EAST, pinned=WEST), look(EAST, theirs=None), RULES)
    assert held.action is LeaseAction.RENEW
    assert "pinned" in held.reason
    assert decide_lease(lease(EAST, pinned=EAST, expires_at_ms=0), look(WEST), RULES).action is LeaseAction.WAIT
    assert decide_lease(lease(EAST, pinned=EAST), look(EAST, mine=ill(EAST)), RULES).action is LeaseAction.RENEW
    lapsed = decide_lease(lease(EAST, pinned=WEST, expires_at_ms=0), look(WEST, mine=ill(WEST)), RULES)
    assert lapsed.action is LeaseAction.ACQUIRE


def test_a_pin_to_the_holder_ends_its_drain() -> None:
    """Drained to the end, nobody could take it: the other may not, and the holder's own time has to run out."""
    draining = lease(mode=LeaseMode.DRAINING, handover_to=WEST, pinned=EAST, expires_at_ms=NOW + 1000)
    decision = decide_lease(draining, look(), rules())
    assert decision.action is LeaseAction.RENEW
    assert decision.lease is not None
    assert (decision.lease.mode, decision.lease.handover_to, decision.acts) == (LeaseMode.HELD, None, True)


@pytest.mark.parametrize(("late_ms", "more_ms"), [(0, None), (200, None), (201, 201), (3000, 3000)])
def test_a_drain_that_was_written_late_is_longer_by_that(late_ms: int, more_ms: int | None) -> None:
    draining = lease(mode=LeaseMode.DRAINING, handover_to=WEST)  # 400 ms beyond the longest request and the skew
    longer = prolonged(draining, late_ms, rules())
    assert (longer.expires_at_ms - draining.expires_at_ms if longer else None) == more_ms
    assert longer is None or longer.version == draining.version + 1


def test_orders_drain_first() -> None:
    ours = order_lease(lease(EAST), Order.FAIL_OVER, None, look(EAST), RULES)
    theirs = order_lease(lease(EAST), Order.FAIL_OVER, WEST, look(WEST), RULES)
    for made, until_ms in ((ours, NOW + RULES.drain_ms), (theirs, NOW + 4000 + RULES.max_skew_ms)):
        assert (made.action, made.acts) == (LeaseAction.DRAIN, False)
        assert made.lease is not None
        assert (made.lease.mode, made.lease.handover_to, made.lease.epoch) == (LeaseMode.DRAINING, WEST, 7)
        assert made.lease.expires_at_ms == until_ms


def test_orders_that_change_nothing() -> None:
    assert order_lease(lease(EAST), Order.FAIL_BACK, None, look(EAST), RULES).action is LeaseAction.WAIT
    assert order_lease(lease(EAST), Order.UNPIN, None, look(EAST), RULES).action is LeaseAction.WAIT
    on_its_way = lease(EAST, mode=LeaseMode.DRAINING, handover_to=WEST)
    assert order_lease(on_its_way, Order.FAIL_OVER, WEST, look(EAST), RULES).action is LeaseAction.WAIT


def test_a_pin_is_written_and_taken_off() -> None:
    pinned = order_lease(lease(EAST), Order.PIN, WEST, look(EAST), RULES)
    assert pinned.lease is not None
    assert (pinned.lease.pinned, pinned.lease.holder, pinned.lease.version) == (WEST, EAST, 31)
    free = order_lease(pinned.lease, Order.UNPIN, None, look(EAST), RULES)
    assert free.lease is not None
    assert free.lease.pinned is None


@pytest.mark.parametrize(
    ("of_lease", "order", "to", "says"),
    [
        (None, Order.PIN, EAST, "first look"),
        ({}, Order.FAIL_OVER, "us-west-2", "us-east-1 or us-east-2"),
        ({}, Order.FAIL_BACK, WEST, "primary"),
        ({"pinned": EAST}, Order.FAIL_OVER, WEST, "unpin"),
        ({"mode": LeaseMode.DRAINING, "handover_to": WEST}, Order.FAIL_OVER, EAST, "handed over"),
    ],
)
def test_orders_that_are_refused(of_lease: dict[str, Any] | None, order: Order, to: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        order_lease(None if of_lease is None else lease(**of_lease), order, to, look(), RULES)


@pytest.mark.parametrize(
    ("changes", "region", "epoch", "ok"),
    [
        ({}, EAST, 7, True),
        ({}, WEST, 7, False),
        ({}, EAST, 6, False),
        ({}, EAST, 8, False),
        ({"mode": LeaseMode.DRAINING}, EAST, 7, False),
        ({"mode": LeaseMode.FREE}, EAST, 7, False),
        ({"expires_at_ms": NOW + 2000}, EAST, 7, True),
        ({"expires_at_ms": NOW + 1999}, EAST, 7, False),
    ],
)
def test_who_may_act(changes: dict[str, Any], region: str, epoch: int, ok: bool) -> None:
    verdict = may_act(lease(**changes), region, epoch, NOW, RULES)
    assert verdict.ok is ok
    assert verdict.reason
    assert not may_act(None, region, epoch, NOW, RULES).ok


def test_health_over_canaries() -> None:
    health = None
    seen = []
    for at, passed in enumerate([True, False, True, False, False, True], start=1):
        health = next_health(health, EAST, now_ms=at, canary_ok=passed, rules=RULES)
        seen.append((is_healthy(health, RULES), health.healthy_since_ms))
    assert seen == [(True, 1), (True, 1), (True, 1), (True, 1), (False, 0), (True, 6)]
    assert not is_healthy(None, RULES)
    assert not is_fresh(None, NOW, RULES)
    first = next_health(None, EAST, now_ms=1, canary_ok=False, rules=RULES)
    assert not is_healthy(first, RULES), "one that never passed a canary is not known to be healthy"


def test_rules_are_written_and_read() -> None:
    assert parse_lease_rules(RULES.to_json()) == RULES
    assert RULES.failback is Failback.AUTOMATIC
    with pytest.raises(ValueError, match="lease_ms"):
        parse_lease_rules('{"lease_ms": 4000}')


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"drain_ms": 2200}, "longest_request_ms"),
        ({"lease_ms": 3600}, "look_ms"),
        ({"return_after_ms": 3999}, "lease_ms"),
        ({"standby_stale_ms": 1200}, "look_ms"),
        ({"failback": "never"}, "manual or automatic"),
        ({"unhealthy_after": 0}, "unhealthy_after"),
        ({"lease_ms": 4000.0}, "lease_ms"),
        ({"max_skew_ms": -1}, "max_skew_ms"),
        ({"look_ms": True}, "look_ms"),
    ],
)
def test_rules_that_contradict_themselves_are_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        rules(**changes)


def test_what_is_no_look_or_lease_is_refused() -> None:
    with pytest.raises(ValueError, match="peer"):
        look(peer=EAST)
    with pytest.raises(ValueError, match="primary"):
        look(primary="us-west-2")
    for wrong in ({"epoch": 0}, {"mode": "gone"}, {"version": 0}, {"holder": ""}):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            lease(**wrong)
    assert LONG_AGO < NOW
