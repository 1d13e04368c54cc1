"""A scenario that was played, and its figures, from what was seen and what both Regions say afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.resilience import Work, WorkState
from domain.resilience.objectives import Objectives
from sandbox.drill.audit import Audit, Executions, audit
from sandbox.drill.callers import LIMITS, Callers, Request
from sandbox.drill.measures import CallerFigures, Moves, caller_figures, moves
from sandbox.drill.scenarios import Scenario
from sandbox.drill.watch import Seen


@dataclass(frozen=True)
class Played:
    """One scenario that was played.

    Attributes:
        scenario: Which.
        moves: What the lease did.
        callers: What callers saw.
        audit: What became of the work.
        in_flight: Pieces of work without a result when the fault came.
        settled_s: From the fault until every piece of work that was there then had its result.
        computed_s: What the path should take; `None` when the lease need not move.
        problem: What kept the scenario from its end; empty otherwise.
        return_s: From the order to fail back until the primary held the lease; `None` without one.
        repeated: Whether its time was measured once more, by playing it again: the machine may have been busy.
    """

    scenario: Scenario
    moves: Moves
    callers: CallerFigures
    audit: Audit
    in_flight: int
    settled_s: float | None
    computed_s: float | None
    problem: str = ""
    return_s: float | None = None
    repeated: bool = False


@dataclass(frozen=True)
class Begun:
    """A scenario whose fault is over, and whose work may still be under way.

    Attributes:
        scenario: Which.
        prefix: How its keys begin.
        keys: The work that was put in flight.
        away: The Region that did not hold the lease before.
        before: The lease then.
        fault_s: When the fault came, in seconds since 1970.
        ended_s: When it was over.
        in_flight: Pieces of work without a result when the fault came.
        moved: Every lease that was seen meanwhile.
        measured: The callers whose requests are measured.
        loaders: Those who put the work in flight.
        problems: What kept the scenario from its end.
    """

    scenario: Scenario
    prefix: str
    keys: tuple[str, ...]
    away: str
    before: Seen
    fault_s: float
    ended_s: float
    in_flight: int
    moved: tuple[Seen, ...]
    measured: Callers
    loaders: Callers
    problems: list[str]


@dataclass(frozen=True)
class Evidence:
    """What both Regions say when everything is over.

    Attributes:
        replicas: Region -> every piece of work as its replica of the ledger has it.
        executions: Name and status of each execution, by Region.
    """

    replicas: Mapping[str, Sequence[Work]]
    executions: Executions

    def works(self, region: str, prefix: str) -> list[Work]:
        """The work of one scenario as a Region has it."""
        return [work for work in self.replicas[region] if work.key.startswith(f"{prefix}/")]

    def audit(self, requests: Iterable[Request], prefix: str) -> Audit:
        """What became of the work of one scenario."""
        return audit(requests, {region: self.works(region, prefix) for region in self.replicas}, self.executions)


def measured(begun: Begun, evidence: Evidence, objectives: Objectives, problems: Sequence[str] = ()) -> Played:
    """The figures of a scenario that is over.

    Args:
        begun: What was seen.
        evidence: What both Regions say.
        objectives: The stack's computed times.
        problems: What went wrong since.
    """
    scenario, away, requests = begun.scenario, begun.away, begun.measured.requests
    works = evidence.works(away, begun.prefix)
    moved = moves(begun.before, begun.moved, works, begun.fault_s)
    over_s = None if moved.failover_s is None else begun.fault_s + moved.failover_s
    return Played(
        scenario=scenario,
        moves=moved,
        callers=caller_figures(requests, away, LIMITS.attempt_s, (over_s, begun.ended_s)),
        audit=evidence.audit([*begun.loaders.requests, *requests], begun.prefix),
        in_flight=begun.in_flight,
        settled_s=_settled(works, begun.keys, begun.fault_s),
        computed_s=objectives.path(scenario.path).expected_s if scenario.path else None,
        problem="; ".join((*begun.problems, *problems)),
    )


def _settled(works: Sequence[Work], keys: Sequence[str], fault_s: float) -> float | None:
    wanted = set(keys)
    done = [work.at_ms / 1000 for work in works if work.key in wanted and work.state is WorkState.DONE]
    return max(0.0, max(done) - fault_s) if done and len(done) == len(wanted) else None
