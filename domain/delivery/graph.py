"""A workflow's jobs as a graph, and every way in which a run of it can end.

A job that starts may succeed, fail or be cancelled; it may also be skipped, as if its `if` had said no. A job that does
not start is skipped. So walking every branch of the jobs that start is walking every combination that can happen.
Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from domain.checks import refuse
from domain.delivery.evaluate import Before, starts
from domain.delivery.order import waited_for

RESULTS: Final = ("success", "failure", "skipped", "cancelled")
"""What GitHub calls a job's result in `needs.<job>.result`."""

Judge = Callable[[Mapping[str, str], Mapping[str, object]], str]
"""Gives a job's result from those of the jobs that it needs, and the contexts."""


@dataclass(frozen=True)
class Job:
    """A job as far as its order is concerned.

    Attributes:
        name: Its id in the file.
        needs: The jobs that it waits for.
        condition: Its `if`; None for none.
        environment: The GitHub environment that it runs in, which may ask for an approval.
        calls: The workflow file that it runs as a whole, for a job with `uses`.
    """

    name: str
    needs: tuple[str, ...] = ()
    condition: str | bool | None = None
    environment: str | None = None
    calls: str | None = None


@dataclass(frozen=True)
class Facts:
    """What a run is about.

    Attributes:
        contexts: `github`, `vars`, `inputs`, …: each a mapping.
        cancelled: Whether somebody cancelled the run.
        approved: Environments that ask for an approval, and whether it was given; one that is not listed asks for none.
            A refused job counts as failed.
        judges: Jobs whose result is computed: the verdict is one.
    """

    contexts: Mapping[str, object] = field(default_factory=dict)
    cancelled: bool = False
    approved: Mapping[str, bool] = field(default_factory=dict)
    judges: Mapping[str, Judge] = field(default_factory=dict)


@dataclass(frozen=True)
class Walk:
    """One way in which a run ended.

    Attributes:
        results: Each job's result, in the order in which the jobs were decided.
        started: The jobs that started, in that order.
    """

    results: Mapping[str, str]
    started: tuple[str, ...]


def in_order(jobs: Sequence[Job]) -> tuple[Job, ...]:
    """The jobs so that each follows those that it needs.

    Raises:
        ValueError: A job is there twice, needs one that is not there, or waits for itself.
    """
    names = [job.name for job in jobs]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        refuse("jobs", twice, "each job once")
    for job in jobs:
        if unknown := sorted(set(job.needs) - set(names)):
            refuse(f"needs of {job.name}", unknown, f"jobs of this workflow: {', '.join(names)}")
    placed: list[Job] = []
    while len(placed) < len(jobs):
        done = {job.name for job in placed}
        ready = [job for job in jobs if job.name not in done and set(job.needs) <= done]
        if not ready:
            refuse("needs", sorted(set(names) - done), "an order without a circle: each of these waits for another")
        placed.extend(ready)
    return tuple(placed)


def all_needs(jobs: Sequence[Job], name: str) -> frozenset[str]:
    """Every job that the named one waits for, directly or through others."""
    return waited_for({job.name: job.needs for job in jobs}, name)


def walk(jobs: Sequence[Job], facts: Facts, outcomes: Mapping[str, str]) -> Walk:
    """How a run ends when each job that starts has the given outcome; one that is not named succeeds.

    Raises:
        ValueError: An outcome is not a result, or is of a job that is not there; and as :func:`in_order` says.
    """
    for name, result in outcomes.items():
        if name not in {job.name for job in jobs}:
            refuse("outcomes", name, f"a job of this workflow: {', '.join(job.name for job in jobs)}")
        if result not in RESULTS:
            refuse(f"outcome of {name}", result, f"one of {', '.join(RESULTS)}")
    [ended] = _branches(jobs, facts, lambda job: (outcomes.get(job.name, "success"),))
    return ended


def every_walk(jobs: Sequence[Job], facts: Facts) -> Iterator[Walk]:
    """Every way in which a run about these facts can end.

    Raises:
        ValueError: As :func:`in_order` says.
    """
    yield from _branches(jobs, facts, lambda _: RESULTS)


def _branches(jobs: Sequence[Job], facts: Facts, possible: Callable[[Job], Sequence[str]]) -> Iterator[Walk]:
    ordered = in_order(jobs)
    ancestors = {job.name: all_needs(jobs, job.name) for job in jobs}

    def follow(at: int, results: dict[str, str], started: tuple[str, ...]) -> Iterator[Walk]:
        if at == len(ordered):
            yield Walk(dict(results), started)
            return
        job = ordered[at]
        contexts = {**facts.contexts, "needs": {name: {"result": results[name]} for name in job.needs}}
        before = Before({name: results[name] for name in sorted(ancestors[job.name])}, facts.cancelled)
        if not starts(job.condition, contexts, before):
            yield from follow(at + 1, {**results, job.name: "skipped"}, started)
            return
        for result in dict.fromkeys(_ended(job, facts, results, one) for one in possible(job)):
            began = started if result == "skipped" or _refused(job, facts) else (*started, job.name)
            yield from follow(at + 1, {**results, job.name: result}, began)

    yield from follow(0, {}, ())


def _refused(job: Job, facts: Facts) -> bool:
    return job.environment is not None and facts.approved.get(job.environment, True) is not True


def _ended(job: Job, facts: Facts, results: Mapping[str, str], wanted: str) -> str:
    if _refused(job, facts):
        return "failure"
    if wanted == "success" and job.name in facts.judges:
        return facts.judges[job.name]({name: results[name] for name in job.needs}, facts.contexts)
    return wanted
