"""One request under way: whom it has asked and has yet to ask, and which error is its answer if nobody answers."""

from collections import deque
from dataclasses import dataclass, field
from typing import Final

from lambdas.patterns.callers import Answer, Call
from lambdas.patterns.outcomes import Outcome, PatternError

_TURNED_AWAY: Final = frozenset({Outcome.THROTTLED, Outcome.TOO_LARGE, Outcome.CIRCUIT_OPEN})
"""What is said before anything has worked on a request."""
_SAYS_LITTLE: Final = (Outcome.TOO_LARGE, Outcome.CIRCUIT_OPEN)
"""That one pattern takes less, or that one was not asked: told to the caller where there is nothing that says more."""


@dataclass(frozen=True)
class Attempt:
    """One line of the reply's `attempts`.

    Attributes:
        pattern: Who was asked, or skipped.
        outcome: What came of it.
        latency_ms: How long it took, in milliseconds.
        said: The words of its error, for the log: they may name roles, accounts and hosts.
    """

    pattern: str
    outcome: Outcome
    latency_ms: float = 0.0
    said: str = ""


@dataclass(frozen=True)
class Served:
    """What came of a request.

    Attributes:
        attempts: Whom it asked, and whom it skipped, in order.
        pattern: Who answered; None when nobody did.
        answer: The answer; None when there is none.
        error: What the first one that failed said, or the last one when that was the caller's fault; None with an
            answer, and where no time was left to ask anybody.
    """

    attempts: tuple[Attempt, ...]
    pattern: str | None = None
    answer: Answer | None = None
    error: PatternError | None = None


@dataclass(frozen=True)
class Turn:
    """Whom to ask.

    Attributes:
        pattern: Whom.
        pause_s: Seconds to wait before.
        again: Whether it was asked before, or skipped.
    """

    pattern: str
    pause_s: float = 0.0
    again: bool = False


@dataclass
class Run:
    """One request.

    Attributes:
        call: What is asked.
        ends_s: The deadline, in seconds of the clock.
        turns: Whom to ask yet.
        took_s: How long the last attempt took, in seconds.
        made: The reply's `attempts` so far.
        error: What to answer with if nobody answers.
        skipped: The first pattern that was skipped because its circuit is open.
        in_vain: Whether a pattern worked on it without an answer.
    """

    call: Call
    ends_s: float
    turns: deque[Turn]
    took_s: float = 0.0
    made: list[Attempt] = field(default_factory=list)
    error: PatternError | None = None
    skipped: str | None = None
    in_vain: bool = False

    def costs(self, turn: Turn) -> bool:
        """Whether a turn is more load than each request once, and so takes a token of the budget."""
        return self.in_vain or turn.again

    def failed(self, turn: Turn, error: PatternError) -> None:
        """Note that a turn brought no answer; what the caller sent wrongly ends the request."""
        if error.outcome is Outcome.REFUSED:
            self.error, self.skipped = error, None
            self.turns.clear()
            return
        if self.error is None or _telling(self.error) < _telling(error):
            self.error = error
        if error.outcome is Outcome.CIRCUIT_OPEN and self.skipped is None:
            self.skipped = turn.pattern
        self.in_vain = self.in_vain or error.outcome not in _TURNED_AWAY

    def ended(self) -> Served:
        """Without an answer."""
        return Served(tuple(self.made), error=self.error)

    def answered(self, turn: Turn, answer: Answer) -> Served:
        """With one."""
        return Served(tuple(self.made), turn.pattern, answer)


def _telling(error: PatternError) -> int:
    return _SAYS_LITTLE.index(error.outcome) if error.outcome in _SAYS_LITTLE else len(_SAYS_LITTLE)
