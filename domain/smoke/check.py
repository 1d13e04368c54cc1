"""One check and its outcome; what is unknown is never a pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.checks import finite_number, text


class Theme(StrEnum):
    """What a check is about; the words of ``--only``."""

    ENDPOINTS = "endpoints"
    ROUTING = "routing"
    API = "api"
    LATENCY = "latency"
    COST = "cost"
    ALARMS = "alarms"
    SWITCHING = "switching"
    REGIONS = "regions"
    TRAINING = "training"


class Outcome(StrEnum):
    """How a check ended."""

    PASS = "pass"  # noqa: S105 - an outcome, not a secret
    FAIL = "fail"
    UNKNOWN = "unknown"
    """It could not be asked, or the answer could not be read: as bad as a failure."""
    OFF = "off"
    """The stack is not meant to have it."""
    LEFT_OUT = "left_out"
    """Somebody asked for it not to be checked."""


BAD: Final = frozenset({Outcome.FAIL, Outcome.UNKNOWN})


@dataclass(frozen=True)
class Finding:
    """An outcome with its reason, a sentence for people.

    Raises:
        ValueError: There is no reason.
    """

    outcome: Outcome
    reason: str

    def __post_init__(self) -> None:
        text("reason", self.reason)


def passed(reason: str) -> Finding:
    """It holds."""
    return Finding(Outcome.PASS, reason)


def failed(reason: str) -> Finding:
    """It does not hold."""
    return Finding(Outcome.FAIL, reason)


def unknown(reason: str) -> Finding:
    """Nobody knows."""
    return Finding(Outcome.UNKNOWN, reason)


def off(reason: str) -> Finding:
    """The stack is not meant to have it."""
    return Finding(Outcome.OFF, reason)


def left_out(reason: str) -> Finding:
    """It was asked not to be checked."""
    return Finding(Outcome.LEFT_OUT, reason)


@dataclass(frozen=True)
class Check:
    """A check that was made.

    Attributes:
        theme: What it is about.
        name: What must hold, unique within the theme.
        finding: Whether it does, and why.
        seconds: How long it took.

    Raises:
        ValueError: A name is empty, or ``seconds`` is no finite number of at least 0.
    """

    theme: Theme
    name: str
    finding: Finding
    seconds: float = 0.0

    def __post_init__(self) -> None:
        text("name", self.name)
        finite_number("seconds", self.seconds, 0.0)

    @property
    def bad(self) -> bool:
        """Whether it stands against the stack."""
        return self.finding.outcome in BAD


@dataclass(frozen=True)
class Verdict:
    """What all checks come to."""

    good: bool
    reason: str


def verdict(checks: Sequence[Check]) -> Verdict:
    """Good only when something was checked and passed, and nothing failed or stayed unknown."""
    bad = [one for one in checks if one.bad]
    if bad:
        return Verdict(False, "; ".join(f"{one.theme.value}, {one.name}: {one.finding.reason}" for one in bad))
    good = sum(one.finding.outcome is Outcome.PASS for one in checks)
    if not good:
        return Verdict(False, "nothing was checked: everything is off or left out, which says nothing about the stack")
    return Verdict(True, f"{good} checks passed")
