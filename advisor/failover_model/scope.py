"""How large a search is, and what may happen in it."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Final

from domain.checks import whole_number
from domain.resilience import Failback, LeaseRules

TICK_MS: Final = 1_000
"""A tick: the unit of time. Only the order of ticks and other steps matters, never how long one is."""


@dataclass(frozen=True)
class Ticks:
    """The times of a lease, in ticks.

    Args:
        lease: How long a lease is held without being renewed.
        drain: How long a graceful hand-over waits for requests in flight.
        longest_request: How long a request may take.
        max_skew: How far two clocks may be apart.
        look: Between two looks.
    """

    lease: int = 5
    drain: int = 3
    longest_request: int = 1
    max_skew: int = 1
    look: int = 1

    def rules(self) -> LeaseRules:
        """The rules as the functions get them."""
        return LeaseRules(
            lease_ms=self.lease * TICK_MS,
            drain_ms=self.drain * TICK_MS,
            longest_request_ms=self.longest_request * TICK_MS,
            max_skew_ms=self.max_skew * TICK_MS,
            look_ms=self.look * TICK_MS,
            unhealthy_after=1,
            return_after_ms=self.lease * TICK_MS,
            failback=Failback.AUTOMATIC,
            standby_stale_ms=(self.look + self.max_skew + 1) * TICK_MS,
        )


@dataclass(frozen=True)
class Scope:
    """One search.

    Args:
        name: For the report.
        asks: What it is about, in a few words.
        inputs: Inputs that are accepted, claimed, run and committed.
        epochs: Epochs that the lease goes through at most.
        attempts: Attempts in an epoch.
        deliveries: Deliveries of the same event that are worked on at the same time.
        skew: How far each clock may be ahead of true time, in ticks; it may be set within that at any moment. With more
            than ``ticks.max_skew`` the rule about clocks is broken on purpose.
        ticks: The times of the lease.
        rules: Rules in their place, to try what the settings would refuse; ``None`` for those of the ticks.
        fencing: Whether the ledger refuses a commit of a claim that was superseded.
        bounded: Whether a request ends after ``longest_request`` at the latest. Without, a function may stand still
            between any two steps for as long as it likes, and then go on.
        paused_looks: Whether a look may stand still between reading the lease and writing it.
        orders: Whether an operator moves the lease at any moment.
    """

    name: str
    asks: str
    inputs: int = 2
    epochs: int = 2
    attempts: int = 1
    deliveries: int = 1
    skew: int = 1
    ticks: Ticks = Ticks()
    rules: LeaseRules | None = None
    fencing: bool = True
    bounded: bool = False
    paused_looks: bool = False
    orders: bool = False

    def __post_init__(self) -> None:
        for name, least in (("inputs", 1), ("epochs", 1), ("attempts", 1), ("deliveries", 1), ("skew", 0)):
            whole_number(name, getattr(self, name), least)

    @property
    def courses(self) -> tuple[str, str]:
        """What either Region has to be able to do."""
        return (
            "Region A alone finishes what was accepted",
            "Region B alone finishes what was accepted",
        )

    @property
    def lease_rules(self) -> LeaseRules:
        """What the shipped functions decide by."""
        return self.rules or self.ticks.rules()


def drained_for(ticks: int, rules: LeaseRules) -> LeaseRules:
    """Rules with another drain, which no settings would accept: to show what it is there for.

    Args:
        ticks: The drain.
        rules: The rules, which stay as they are.
    """
    broken = copy.copy(rules)
    object.__setattr__(broken, "drain_ms", ticks * TICK_MS)
    return broken
