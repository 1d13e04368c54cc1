"""The lease is read once for many, never believed for long, and asked again before anybody is turned away."""

from __future__ import annotations

from typing import Any

import pytest

from domain.resilience import Lease
from lambdas.run_work.known_lease import FRESH_S, KnownLease
from lambdas.work.guard import Standing
from tests.lambdas.work_lab import HERE, NOW_MS, NOW_S, RULES, THERE


class Guard:
    def __init__(self) -> None:
        self.lease = Lease(HERE, 1, NOW_MS + RULES.lease_ms)
        self.reads = 0

    def read(self) -> Standing:
        self.reads += 1
        return Standing(self.lease, HERE, RULES, lambda: NOW_S)


@pytest.fixture
def guard() -> Guard:
    return Guard()


def test_one_read_serves_a_batch_and_none_serves_for_long(guard: Guard, fake_time: Any) -> None:
    known = KnownLease(guard, fake_time.clock)
    assert all(known.standing(1).check(1).ok for _ in range(10))
    assert guard.reads == 1
    fake_time.now = FRESH_S + 0.01
    guard.lease = Lease(THERE, 2, NOW_MS + RULES.lease_ms)
    assert not known.standing(1).check(1).ok
    assert guard.reads == 2


def test_a_drain_with_little_slack_has_the_lease_read_more_often(guard: Guard, fake_time: Any) -> None:
    known = KnownLease(guard, fake_time.clock, 0.25)
    known.standing(1)
    fake_time.now = 0.26
    known.standing(1)
    assert guard.reads == 2


def test_a_claim_that_is_younger_than_what_was_read_is_not_turned_away(guard: Guard, fake_time: Any) -> None:
    known = KnownLease(guard, fake_time.clock)
    known.standing(1)
    guard.lease = Lease(HERE, 2, NOW_MS + RULES.lease_ms)
    assert known.standing(2).check(2).ok
