"""Which parts of a state machine have run: what its definition holds, less what the interpreter was seen to do.

One step: a state was entered, a state went on to another, a retrier was used, or a catcher was used. States are named
alone, because names are unique in a whole definition, nested states included.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple


class Step(NamedTuple):
    """One thing that an execution can do.

    Attributes:
        state: The state's name.
        kind: "entered", "next", "retry" or "catch".
        detail: The next state's name, or the position of the retrier or catcher, from 0; empty for "entered".
    """

    state: str
    kind: str
    detail: str = ""


def expected(definition: Mapping[str, Any]) -> frozenset[Step]:
    """Every step that a definition allows, nested states included.

    Raises:
        ValueError: Two states have the same name, which AWS refuses.
    """
    steps: set[Step] = set()
    names: set[str] = set()
    for name, state in _states(definition):
        if name in names:
            raise ValueError(f"two states are named {name!r}; accepted: names that are unique in the whole definition")
        names.add(name)
        steps.add(Step(name, "entered"))
        steps.update(Step(name, "next", target) for target in _targets(state))
        steps.update(Step(name, "retry", str(index)) for index, _ in enumerate(state.get("Retry", ())))
        steps.update(Step(name, "catch", str(index)) for index, _ in enumerate(state.get("Catch", ())))
    return frozenset(steps)


def missing(definition: Mapping[str, Any], seen: Iterable[Step]) -> list[Step]:
    """The steps that no execution has taken yet, sorted."""
    return sorted(expected(definition) - frozenset(seen))


def _states(definition: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, state in definition["States"].items():
        yield name, state
        nested = [state.get("ItemProcessor") or state.get("Iterator"), *state.get("Branches", ())]
        for inner in nested:
            if inner:
                yield from _states(inner)


def _targets(state: Mapping[str, Any]) -> Iterator[str]:
    rules = [state, *state.get("Choices", ()), *state.get("Catch", ())]
    yield from (rule["Next"] for rule in rules if "Next" in rule)
    if "Default" in state:
        yield state["Default"]
