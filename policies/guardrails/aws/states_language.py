"""Reads a state machine's definition (Amazon States Language): its states and scopes, nested ones too.

Sources: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html and below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from guardrails.props import MalformedPropertyError, Props
from guardrails.rule import Resource

MACHINE: Final = "aws:sfn/stateMachine:StateMachine"
JSONPATH: Final = "JSONPath"
JSONATA: Final = "JSONata"
EXPRESSION: Final = "{%"
"""How a JSONata expression begins."""

_TIMED_OUT: Final = frozenset({"States.ALL", "States.Timeout"})
"""Errors that a retrier names when it also repeats an attempt that used up all its time. States.TaskFailed does not
match a timeout, and other errors come early."""


@dataclass(frozen=True)
class Task:
    """One Task state.

    Args:
        name: Its name.
        node: The state.
    """

    name: str
    node: Props

    @property
    def timeout(self) -> Props:
        """How long one attempt may take; a JSONata expression says nothing."""
        return plain(self.node["TimeoutSeconds"])

    @property
    def calls(self) -> str:
        """The ARN that it calls, or that says which service it calls; empty when it cannot be known."""
        return self.node["Resource"].text() or ""

    @property
    def function(self) -> str | None:
        """The name or ARN of the function that it calls; None when it calls none, or none that is known."""
        if ":function:" in self.calls:
            return self.calls
        arguments = _arguments(self.node)
        return arguments["FunctionName"].text() if arguments.is_map else None

    def longest(self) -> float | None:
        """How long it may take with all repeated attempts and the pauses between them; None when it is unlimited."""
        each = self.timeout.number()
        if each is None:
            return None
        total = each
        for retrier in self.node["Retry"].each():
            if not _TIMED_OUT.isdisjoint(retrier["ErrorEquals"].texts()):
                total += _repeats(retrier, each)
        return total


@dataclass(frozen=True)
class Matcher:
    """A retrier or a catcher.

    Args:
        node: What it says.
        names: The errors that it names.
        complete: False when it may name others that are not known yet.
    """

    node: Props
    names: frozenset[str]
    complete: bool


@dataclass(frozen=True)
class State:
    """One state.

    Args:
        name: Its name.
        node: What it says.
        language: Its query language; None when that cannot be known.
    """

    name: str
    node: Props
    language: str | None

    @property
    def type(self) -> str | None:
        """Its type; None when it is missing or unknown."""
        return self.node["Type"].text()

    @property
    def arguments(self) -> Props:
        """What it gives to the service that it calls, in either language."""
        return _arguments(self.node)

    @property
    def catchers(self) -> tuple[Matcher, ...]:
        """In their order."""
        return _matchers(self.node["Catch"])

    @property
    def retriers(self) -> tuple[Matcher, ...]:
        """In their order."""
        return _matchers(self.node["Retry"])

    def transitions(self, *, errors: bool = True) -> Iterator[Props]:
        """Where the next state is named, after an error too. A list that is unknown stands for what it names."""
        yield from (self.node["Next"], self.node["Default"])
        for name in ("Choices", "Catch") if errors else ("Choices",):
            branches = self.node[name]
            yield from [branches] if branches.unknown else (each["Next"] for each in branches.each())


@dataclass(frozen=True)
class Scope:
    """States that can go to each other: the machine's own, those of a branch, or those of a map.

    Args:
        node: What has ``StartAt`` and ``States``.
        states: Its states; those that are no object are left out.
        nested: False for the machine's own.
    """

    node: Props
    states: tuple[State, ...]
    nested: bool

    @cached_property
    def by_name(self) -> Mapping[str | None, State]:
        """Its states by name; a name that is not known is None, and names none."""
        return {state.name: state for state in self.states}

    def ways(self) -> list[Props] | None:
        """Where states are named, StartAt first; None when one of them is not known yet."""
        found = [self.node["StartAt"], *(each for state in self.states for each in state.transitions())]
        unknown = [each for each in found if each.unknown]
        for each in unknown:
            each.defer()
        return None if unknown else found


def definition_of(machine: Resource) -> Props:
    """The definition as an object; nothing when it is none, which ``sfn-definition-document`` reports."""
    try:
        document = machine["definition"].document()
    except MalformedPropertyError:
        return Props(None)
    return document if document.is_map or document.unknown else Props(None)


def plain(node: Props) -> Props:
    """The value, or nothing when it is a JSONata expression, which is worked out while the machine runs."""
    return Props(None, node.path) if node.is_text and str(node.text()).startswith(EXPRESSION) else node


def scopes(machine: Resource) -> Iterator[Scope]:
    """The scopes of a machine, its own first."""
    document = definition_of(machine)
    language = document["QueryLanguage"]
    yield from _scopes(document, JSONPATH if language.missing else language.text(), nested=False)


def states(machine: Resource) -> Iterator[State]:
    """The states of all scopes."""
    return (state for scope in scopes(machine) for state in scope.states)


def leaves(node: Props) -> Iterator[Props]:
    """The values at the ends of a structure, those included that are unknown."""
    if node.is_map:
        for entry in node.items():
            yield from leaves(entry[1])
    elif node.unknown:
        yield node
    else:
        for each in node.each():
            yield from (each,) if each is node else leaves(each)


def may_hold(node: Props, pattern: re.Pattern[str]) -> bool:
    """True when a text in a structure matches, or is unknown and might."""
    for each in leaves(node):
        if each.unknown:
            each.defer()
            return True
        if each.is_text and pattern.search(str(each.text())):
            return True
    return False


def reached(scope: Scope, first: str | None, *, errors: bool = True) -> set[str | None]:
    """Names of the states that an execution may come to from the state ``first`` on, that one included.

    Args:
        scope: Where.
        first: The state's name.
        errors: True when what catches an error is a way too.
    """
    found: set[str | None] = set()
    waiting = [first]
    while waiting:
        name = waiting.pop()
        if name not in found and name in scope.by_name:
            found.add(name)
            waiting += [each.text() for each in scope.by_name[name].transitions(errors=errors)]
    return found


def _scopes(node: Props, language: str | None, *, nested: bool) -> Iterator[Scope]:
    named = node["States"]
    if named.unknown:
        named.defer()
    if not named.is_map:
        return
    given = [(name, each, _language(each, language)) for name, each in named.items() if each.is_map or each.unknown]
    yield Scope(node, tuple(State(*each) for each in given), nested)
    for _, state, own in given:
        # what a state says of itself may hold for those in it, or not
        inherited = language if own == language else None
        for inner in (state["Iterator"], state["ItemProcessor"], *state["Branches"].each()):
            yield from _scopes(inner, inherited, nested=True)


def _language(state: Props, inherited: str | None) -> str | None:
    own = state["QueryLanguage"]
    return inherited if own.missing else own.text()


def tasks(definition: Props) -> Iterator[Task]:
    """Every state of a definition, those of maps and branches included; one that is no Task has no time and no call."""
    for name, state in definition["States"].items():
        yield Task(name, state)
        for inner in ("Iterator", "ItemProcessor"):
            yield from tasks(state[inner])
        for branch in state["Branches"].each():
            yield from tasks(branch)


def _matchers(given: Props) -> tuple[Matcher, ...]:
    found = []
    for each in given.each():
        errors = each["ErrorEquals"]
        complete = not (errors.unknown or any(name.unknown for name in errors.each()))
        found.append(Matcher(each, frozenset(errors.texts()), complete))
    return tuple(found)


def _arguments(state: Props) -> Props:
    return state["Arguments"] if state["Parameters"].missing else state["Parameters"]


def _repeats(retrier: Props, each: float) -> float:
    attempts = retrier["MaxAttempts"].number()
    pause = retrier["IntervalSeconds"].number()
    rate = retrier["BackoffRate"].number()
    longest = retrier["MaxDelaySeconds"].number()
    count = int(3 if attempts is None else attempts)
    pauses = ((1 if pause is None else pause) * (2 if rate is None else rate) ** index for index in range(count))
    return count * each + sum(one if longest is None else min(one, longest) for one in pauses)
