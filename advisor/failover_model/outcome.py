"""A search, judged."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from advisor.failover_model.keeper_model import KeeperModel
from advisor.failover_model.keepers import KeeperScope
from advisor.failover_model.liveness import stuck
from advisor.failover_model.product import FailoverModel
from advisor.failover_model.scope import Scope
from advisor.failover_model.search import explore
from advisor.failover_model.searches import Search
from advisor.failover_model.step import Invariant
from advisor.failover_model.story import Line, story


@dataclass(frozen=True)
class Outcome:
    """What a search came to.

    Args:
        search: What was asked.
        states: Distinct states.
        steps: Steps between them.
        seconds: Of the processor.
        complete: Whether no state is left that can be reached.
        stories: The shortest way to each invariant that was broken.
        stuck: For each course of events that the scope asks about: states from which it does not end well; ``None``
            when the search is not complete.
    """

    search: Search
    states: int
    steps: int
    seconds: float
    complete: bool
    stories: dict[Invariant, list[Line]]
    stuck: tuple[int, ...] | None

    @property
    def problems(self) -> tuple[str, ...]:
        """What is not as it has to be."""
        broken, expected = self.stories.keys(), self.search.breaks
        found = [f"broken: {one.value}" for one in sorted(broken - expected)]
        if self.complete:
            found += [f"not broken, though its rule was taken away: {one.value}" for one in sorted(expected - broken)]
        for course, count in zip(self.search.scope.courses, self.stuck or (), strict=False):
            if count:
                found.append(f"from {count} states there is no way on: {course}")
        return tuple(found)


def model_of(scope: Scope | KeeperScope) -> FailoverModel | KeeperModel:
    """The model of a scope."""
    return KeeperModel(scope) if isinstance(scope, KeeperScope) else FailoverModel(scope)


def judged(search: Search, *, limit: int, clock: Callable[[], float] = time.process_time) -> Outcome:
    """Runs a search.

    Args:
        search: What is asked.
        limit: States at most.
        clock: Seconds.
    """
    began = clock()
    model = model_of(search.scope)
    found = explore(model, limit=limit)
    left: tuple[int, ...] | None = None
    if found.complete:
        asked = model.asked(found.states)
        left = tuple(len(stuck(found, course, model.finished(found.states, course), asked)) for course in (0, 1))
    took = clock() - began
    stories = {invariant: story(model, found, end) for invariant, end in found.breaks.items()}
    return Outcome(search, len(found.states), found.steps, took, found.complete, stories, left)


def counterexample(search: Search, invariant: Invariant, *, limit: int) -> tuple[list[Line] | None, int]:
    """The shortest way to break one invariant, or ``None`` within the limit; with the states that were looked at."""
    model = model_of(search.scope)
    found = explore(model, limit=limit, until={invariant})
    end = found.breaks.get(invariant)
    return (None if end is None else story(model, found, end)), len(found.states)


def as_json(outcome: Outcome) -> dict[str, Any]:
    """The outcome as a document."""
    return {
        "name": outcome.search.scope.name,
        "asks": outcome.search.scope.asks,
        "states": outcome.states,
        "steps": outcome.steps,
        "seconds": round(outcome.seconds, 1),
        "complete": outcome.complete,
        "expected": sorted(one.value for one in outcome.search.breaks),
        "broken": {one.value: lines_json(lines) for one, lines in sorted(outcome.stories.items())},
        "stuck": None if outcome.stuck is None else dict(zip(outcome.search.scope.courses, outcome.stuck, strict=True)),
        "problems": list(outcome.problems),
    }


def lines_json(lines: list[Line]) -> list[dict[str, Any]]:
    """A story as a document."""
    return [
        {"what": one.text, "concerns": one.concerns, "lease": one.lease, "breaks": list(one.broken)} for one in lines
    ]
