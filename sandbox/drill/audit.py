"""Lost and doubled, counted from outside: what was accepted, what the ledger holds, what the executions say.

No counter of the code under test is asked. An effect is a result in the ledger; a second one of the same work would
show as two executions that succeeded for one key, as a result of another claim than the one that succeeded, or as two
replicas of the ledger that differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.resilience import Outcome, Work, WorkState, execution_name
from sandbox.drill.callers import Request

Executions = Mapping[str, Sequence[tuple[str, str]]]
"""Region -> name and status of each execution there."""


@dataclass(frozen=True)
class Audit:
    """What became of the work.

    Attributes:
        accepted: Pieces of work that a caller was told are accepted.
        unanswered: Pieces of work of which a caller never got an answer; they may be there or not.
        done: Pieces of work with a result.
        lost: Accepted, and not there, without a result, or failed.
        doubled: With more than one effect.
        restarted: Done by a later epoch than the first that claimed them, as their executions show.
        problems: What is wrong, for people; some of it.
    """

    accepted: int
    unanswered: int
    done: int
    lost: int
    doubled: int
    restarted: int
    problems: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Nothing was lost and nothing ran twice."""
        return not self.lost and not self.doubled


def audit(requests: Iterable[Request], replicas: Mapping[str, Sequence[Work]], executions: Executions) -> Audit:
    """Counts.

    Args:
        requests: Every request of every caller.
        replicas: Region -> every piece of work as the ledger's replica there has it.
        executions: Those of both Regions.
    """
    made = list(requests)
    accepted = {key for one in made if not one.error for key in one.keys}
    unanswered = {key for one in made for key in one.keys} - accepted
    first, *others = replicas.values()
    ledger = {work.key: work for work in first}
    lost = [_why_lost(key, ledger.get(key)) for key in sorted(accepted)]
    ran = _succeeded(ledger.values(), executions)
    doubled = [_why_doubled(work, ran[work.key]) for work in ledger.values()]
    differing = [_differing(ledger, {work.key: work for work in other}) for other in others]
    problems = [text for text in (*lost, *doubled, *(text for texts in differing for text in texts)) if text]
    return Audit(
        accepted=len(accepted),
        unanswered=len(unanswered),
        done=sum(work.state is WorkState.DONE for work in ledger.values()),
        lost=sum(text is not None for text in lost),
        doubled=sum(text is not None for text in doubled) + sum(len(texts) for texts in differing),
        restarted=_restarted(ledger.values(), executions),
        problems=tuple(problems[:20]),
    )


def _why_lost(key: str, work: Work | None) -> str | None:
    if work is None:
        return f"{key}: accepted, and not in the ledger"
    if work.state is not WorkState.DONE:
        return f"{key}: {work.state.value} by epoch {work.epoch}, attempt {work.attempt}, without a result"
    return f"{key}: failed: {work.result[:200]}" if work.outcome is not Outcome.SUCCEEDED else None


def _succeeded(works: Iterable[Work], executions: Executions) -> Mapping[str, list[str]]:
    """Key -> the executions that said that they did it, in any Region."""
    stems = {_stem(work.key): work.key for work in works}
    found: dict[str, list[str]] = {key: [] for key in stems.values()}
    for listed in executions.values():
        for name, status in listed:
            key = stems.get(name.split("-")[0])
            if key is not None and status == "SUCCEEDED":
                found[key].append(name)
    return found


def _why_doubled(work: Work, names: Sequence[str]) -> str | None:
    if len(names) > 1:
        return f"{work.key}: {len(names)} executions did it: {', '.join(names)}"
    if names and work.state is WorkState.DONE and names[0] != execution_name(work.key, work.epoch, work.attempt):
        return f"{work.key}: done by epoch {work.epoch}, attempt {work.attempt}, but {names[0]} succeeded"
    return None


def _differing(one: Mapping[str, Work], other: Mapping[str, Work]) -> list[str]:
    """Keys of which two replicas hold different results."""
    keys = sorted(set(one) | set(other))
    return [f"{key}: the replicas of the ledger differ" for key in keys if one.get(key) != other.get(key)]


def _restarted(works: Iterable[Work], executions: Executions) -> int:
    """How many were started under more than one epoch."""
    stems = {_stem(work.key) for work in works}
    epochs = {name.rpartition("-")[0] for listed in executions.values() for name, _ in listed}
    counted = Counter(epoch.partition("-")[0] for epoch in epochs if epoch.partition("-")[0] in stems)
    return sum(count > 1 for count in counted.values())


def _stem(key: str) -> str:
    return execution_name(key, 1, 1).split("-")[0]
