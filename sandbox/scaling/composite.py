"""Rules of composite alarms: pure.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sandbox.scaling.alarm_state import AlarmState
from sandbox.scaling.token_reader import TokenReader

_TOKEN: Final = re.compile(r'\s*(?:(?P<sign>[()])|"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<word>[^\s()"]+))')
_STATES: Final = {"ALARM": AlarmState.ALARM, "OK": AlarmState.OK, "INSUFFICIENT_DATA": AlarmState.INSUFFICIENT_DATA}
LONGEST: Final = 10_240


class RuleError(ValueError):
    """A rule that CloudWatch does not take."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`kind` is `AND`, `OR`, `NOT`, `TRUE`, `FALSE`, or a state, with the `alarm` that must be in it."""

    kind: str
    alarm: str = ""
    parts: tuple[Rule, ...] = ()


@lru_cache(maxsize=512)
def parse_rule(text: str) -> Rule:
    """The parts of an AlarmRule.

    Raises:
        RuleError: It is none.
    """
    if not text or len(text) > LONGEST:
        raise RuleError(f"AlarmRule has {len(text)} characters; accepted: 1 to {LONGEST}")
    parser = _Parser(_tokens(text), text)
    rule = parser.either()
    if parser.peek():
        raise RuleError(f"AlarmRule {text!r}: {parser.peek()!r} was not expected there")
    return rule


def alarms_in(rule: Rule) -> frozenset[str]:
    """Names of the alarms that a rule looks at."""
    own = {rule.alarm} if rule.alarm else set()
    return frozenset(own).union(*(alarms_in(part) for part in rule.parts))


def holds(rule: Rule, states: Mapping[str, AlarmState]) -> bool:
    """Whether a rule is true; an alarm that is not there is in no state."""
    if rule.kind in ("TRUE", "FALSE"):
        return rule.kind == "TRUE"
    if rule.kind == "NOT":
        return not holds(rule.parts[0], states)
    if rule.kind in ("AND", "OR"):
        found = [holds(part, states) for part in rule.parts]
        return all(found) if rule.kind == "AND" else any(found)
    return states.get(rule.alarm) is _STATES[rule.kind]


def _tokens(text: str) -> list[str]:
    """Signs, words, and names, which begin with a quotation mark here."""
    tokens, position = [], 0
    stripped = text.rstrip()
    while position < len(stripped):
        match = _TOKEN.match(stripped, position)
        if match is None:
            raise RuleError(f"AlarmRule {text!r}: {stripped[position:][:20]!r} is not understood")
        quoted = match["quoted"]
        tokens.append(f'"{quoted}' if quoted is not None else match["sign"] or match["word"])
        position = match.end()
    return tokens


class _Parser(TokenReader):
    """NOT binds closer than AND, AND closer than OR."""

    def __init__(self, tokens: Sequence[str], text: str) -> None:
        super().__init__(tokens, f"AlarmRule {text!r}", RuleError, "more")

    def either(self) -> Rule:
        parts = [self._both()]
        while self.peek().upper() == "OR":
            self.take()
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Rule("OR", "", tuple(parts))

    def _both(self) -> Rule:
        parts = [self._one()]
        while self.peek().upper() == "AND":
            self.take()
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else Rule("AND", "", tuple(parts))

    def _one(self) -> Rule:
        token = self.take()
        word = token.upper()
        if token == "(":  # noqa: S105 - a sign
            inner = self.either()
            self.take(")")
            return inner
        if word == "NOT":
            return Rule("NOT", "", (self._one(),))
        if word in ("TRUE", "FALSE"):
            return Rule(word)
        if word not in _STATES:
            accepted = ", ".join((*_STATES, "TRUE", "FALSE", "NOT"))
            raise RuleError(f"{self._text}: {token!r} is no state; accepted: {accepted}")
        self.take("(")
        name = self.take().removeprefix('"')
        self.take(")")
        return Rule(word, name.rpartition(":alarm:")[2])
