"""The figures of one scenario, from what was seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.resilience import LeaseMode, Work, WorkState
from sandbox.demo.checks import percentile
from sandbox.drill.callers import Request
from sandbox.drill.watch import Seen

SILENT = 0.75
"""Share of an attempt after which a call without an answer is given up (`lambdas.cross_region`)."""


@dataclass(frozen=True)
class Moves:
    """How the lease moved after a fault; seconds from the fault on, `None` when it did not.

    Attributes:
        detection_s: Until something was done about it: the holder drains, or another one takes over.
        failover_s: Until the other Region held the lease.
        recovery_s: Until it had done its first piece of work.
        epochs: How many epochs began.
    """

    detection_s: float | None
    failover_s: float | None
    recovery_s: float | None
    epochs: int


def moves(before: Seen, seen: Sequence[Seen], works: Iterable[Work], fault_s: float) -> Moves:
    """What the lease did.

    Args:
        before: The lease before the fault.
        seen: Every lease that was seen after it.
        works: The work, as it ended.
        fault_s: When the fault was put in, in seconds since 1970.
    """
    told = next((one for one in seen if _leaves(before, one)), None)
    taken = next((one for one in seen if one.lease.epoch > before.lease.epoch), None)
    if taken is None:
        return Moves(told.at_s - fault_s if told else None, None, None, 0)
    # The keeper's own time of the take-over: the watch sees it a little later.
    taken_s = taken.lease.since_ms / 1000
    done = [work.at_ms / 1000 for work in works if work.state is WorkState.DONE and work.epoch >= taken.lease.epoch]
    after = [at_s for at_s in done if at_s >= taken_s]
    return Moves(
        detection_s=(min(told.at_s, taken_s) if told else taken_s) - fault_s,
        failover_s=taken_s - fault_s,
        recovery_s=min(after) - fault_s if after else None,
        epochs=len({one.lease.epoch for one in seen} - {before.lease.epoch}),
    )


def _leaves(before: Seen, one: Seen) -> bool:
    return one.lease.epoch > before.lease.epoch or one.lease.mode is not LeaseMode.HELD


@dataclass(frozen=True)
class CallerFigures:
    """What callers saw.

    Attributes:
        requests: How many there were.
        unanswered: How many got no answer.
        by_secondary: How many were answered by the other Region.
        waited: How many took as long as a call that is never answered, or longer (`SILENT` of an attempt).
        p50_ms: Median.
        p99_ms: 99th percentile.
        longest_ms: The longest.
        over_p99_ms: 99th percentile of those that began while the other Region held the lease and the fault lasted;
            `None` without one.
    """

    requests: int
    unanswered: int
    by_secondary: int
    waited: int
    p50_ms: float
    p99_ms: float
    longest_ms: float
    over_p99_ms: float | None


def caller_figures(
    requests: Iterable[Request], secondary: str, attempt_s: float, over: tuple[float | None, float]
) -> CallerFigures:
    """Figures of requests.

    Args:
        requests: The requests of the scenario.
        secondary: The other Region.
        attempt_s: Time limit of one attempt.
        over: From when the other Region held the lease (`None`: it never did) until the fault ended, since 1970.
    """
    made, (begin_s, end_s) = list(requests), over
    late = [one.took_s * 1000 for one in made if begin_s is not None and begin_s <= one.begun_s <= end_s]
    times = [one.took_s * 1000 for one in made]
    return CallerFigures(
        requests=len(made),
        unanswered=sum(bool(one.error) for one in made),
        by_secondary=sum(one.region == secondary for one in made),
        waited=sum(one.took_s >= SILENT * attempt_s for one in made),
        p50_ms=percentile(times, 0.5) or 0.0,
        p99_ms=percentile(times, 0.99) or 0.0,
        longest_ms=max(times, default=0.0),
        over_p99_ms=percentile(late, 0.99),
    )
