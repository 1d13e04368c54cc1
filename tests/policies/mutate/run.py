"""Tries every mutation of every module, and tells the survivors from those that were reviewed."""

from __future__ import annotations

import re
import signal
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from types import CodeType

from tests.policies.cases import Cases, all_cases
from tests.policies.mutate.mutations import mutations
from tests.policies.mutate.trial import holds
from tests.policies.mutate.world import World, load

EQUIVALENTS = Path(__file__).with_name("equivalents.toml")
SECONDS = 5
"""A mutated loop that runs longer has been noticed."""
UNSOUND = "nothing changed: its fixtures fail as it is, so they cannot tell what a change breaks"
PARTS = 8
"""Into how many tasks a module is cut, so that the large ones are shared."""


@dataclass(frozen=True, order=True)
class Mutant:
    """One mutation of one module and what came of it."""

    module: str
    line: int
    text: str
    survived: bool

    def __str__(self) -> str:
        return f"{self.module}:{self.line}: {self.text}"


@dataclass(frozen=True)
class Equivalent:
    """Reviewed mutations that change nothing that a fixture could show; a ``*`` in ``mutation`` is any text."""

    module: str
    mutation: str
    reason: str

    def covers(self, mutant: Mutant) -> bool:
        """True for a survivor that it describes."""
        pattern = ".*".join(map(re.escape, self.mutation.split("*")))
        return mutant.survived and mutant.module == self.module and bool(re.fullmatch(pattern, mutant.text, re.DOTALL))


class TooSlowError(Exception):
    """A mutant does not end."""


def equivalents(path: Path = EQUIVALENTS) -> tuple[Equivalent, ...]:
    """The reviewed ones.

    Raises:
        ValueError: An entry lacks a reason that says something.
    """
    found = tuple(
        Equivalent(**entry) for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("equivalent", [])
    )
    for entry in found:
        if len(entry.reason) < 20:
            raise ValueError(f"{path.name}: {entry.module}: {entry.mutation}: say why in 20 characters or more")
    return found


def judged(
    mutants: Sequence[Mutant], reviewed: Sequence[Equivalent]
) -> tuple[tuple[Mutant, ...], tuple[Equivalent, ...]]:
    """The survivors that nobody reviewed, and the reviews that no survivor needs."""
    survivors = (mutant for mutant in mutants if mutant.survived)
    modules = {mutant.module for mutant in mutants}
    unknown = (mutant for mutant in survivors if not any(entry.covers(mutant) for entry in reviewed))
    unused = (entry for entry in reviewed if entry.module in modules and not any(map(entry.covers, mutants)))
    return tuple(unknown), tuple(unused)


def tried(modules: Sequence[str], jobs: int) -> list[Mutant]:
    """Every mutant of these modules."""
    _start()  # what cannot be imported is raised here; a pool would start its workers anew for ever
    tasks = [(module, part) for module in modules for part in range(PARTS)]
    with Pool(jobs, initializer=_start) as pool:
        return sorted(mutant for found in pool.imap_unordered(_task, tasks) for mutant in found)


_WORLD: World
_CASES: dict[str, Cases]


def _start() -> None:
    """What a worker needs for all of its tasks."""
    global _WORLD, _CASES
    _WORLD, _CASES = load(), all_cases()


def _task(task: tuple[str, int]) -> list[Mutant]:
    module, part = task
    return list(of_module(_WORLD, module, _CASES, part))


def of_module(
    world: World, module: str, cases: Mapping[str, Cases], part: int = 0, parts: int = PARTS
) -> Iterator[Mutant]:
    """The mutants of one module, or every ``parts``-th of them."""
    source = world.sources[module]
    where = module.removeprefix("guardrails.").replace(".", "/") + ".py"
    if part == 0 and not survives(world, module, source.code, cases):
        yield Mutant(where, 1, UNSOUND, survived=True)
    for mutation in list(mutations(source.tree))[part::parts]:
        with mutation.applied():
            code = source.compiled()
        yield Mutant(where, mutation.line, mutation.text, survives(world, module, code, cases))


def survives(world: World, module: str, code: CodeType, cases: Mapping[str, Cases]) -> bool:
    """True when the fixtures of every rule that uses the module still hold with its new code."""
    try:
        with _limited(), world.changed(module, code) as rules:
            return all(holds(rule, cases[rule.id]) for rule in rules if rule.id in cases)
    except Exception:  # noqa: BLE001 - a module that no longer loads has been noticed, whatever it raises
        return False


@contextmanager
def _limited() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TooSlowError

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
