"""One loop of attempts: each pattern once, within the deadline, the retry budget and the circuits.

A further attempt after one that failed takes a token of the budget; skipping a pattern whose circuit is open takes
none, for nothing was asked. What the caller sent wrongly is never tried again. A throttled pattern is left for the next
one, and asked once more, after a pause, when all others are through.
"""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol, TypeVar

from domain.switching.retry_budget import RetryBudget
from lambdas.patterns.callers import Answer, Call, Caller
from lambdas.patterns.outcomes import Outcome, PatternError
from lambdas.patterns.served import ServedPattern

MARGIN_S: Final = 0.05
"""Kept of the deadline to write the reply."""
LEAST_S: Final = 0.02
"""An attempt that would have less than this is not made."""
PAUSE_S: Final = 0.1
"""A throttled pattern is asked again after half of this to all of it, at random, so that many callers do not come back
together (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/)."""

Result = TypeVar("Result")


class Guard(Protocol):
    """Calls a pattern through its circuit: `lambdas.route_request.circuits.Circuits`."""

    def call(self, pattern: str, work: Callable[[], Result]) -> Result:
        """Return what `work` returns, or raise PatternError."""
        ...


class Measured(Protocol):
    """Is told of each attempt that was made: `lambdas.route_request.meter.RouterMeter`."""

    def attempted(self, pattern: str, outcome: Outcome, latency_ms: float, cost_usd: float | None) -> None:
        """Count it."""
        ...


@dataclass(frozen=True)
class Timing:
    """Clock (seconds, never backwards), pause, and chance (0 to 1) of a process; a test gives its own."""

    clock: Callable[[], float]
    sleep: Callable[[float], None]
    chance: Callable[[], float]


@dataclass(frozen=True)
class Attempt:
    """One line of the reply's `attempts`."""

    pattern: str
    outcome: Outcome
    latency_ms: float = 0.0


@dataclass(frozen=True)
class Served:
    """What came of a request.

    Attributes:
        attempts: Whom it asked, and whom it skipped, in order.
        pattern: Who answered; None when nobody did.
        answer: The answer; None when there is none.
        error: What the first one that failed said, or the last one when that was the caller's fault; None with an
            answer, and where nobody was asked.
    """

    attempts: tuple[Attempt, ...]
    pattern: str | None = None
    answer: Answer | None = None
    error: PatternError | None = None


@dataclass
class _Run:
    """One request under way."""

    call: Call
    ends_s: float
    begun_s: float = 0.0
    made: list[Attempt] = field(default_factory=list)
    first_error: PatternError | None = None

    def failed(self, error: PatternError) -> None:
        """Keep the error to answer with: the first, unless that said only that this pattern takes less."""
        if self.first_error is None or self.first_error.outcome is Outcome.TOO_LARGE:
            self.first_error = error

    def ended(self, error: PatternError | None = None) -> Served:
        return Served(tuple(self.made), error=error or self.first_error)


class Attempts:
    """Serves requests, one at a time.

    Args:
        patterns: What there is to ask, by name.
        callers: How each is asked.
        circuits: Through what.
        budget: What a further attempt costs.
        meter: Who is told.
        timing: Clock, pause and chance.
    """

    def __init__(
        self,
        patterns: Mapping[str, ServedPattern],
        callers: Mapping[str, Caller],
        circuits: Guard,
        budget: RetryBudget,
        meter: Measured,
        timing: Timing,
    ) -> None:
        self._patterns = patterns
        self._callers = callers
        self._circuits = circuits
        self._budget = budget
        self._meter = meter
        self._timing = timing

    def serve(self, call: Call, order: Sequence[str], ends_s: float) -> Served:
        """Ask the patterns in order until one answers, and no later than the deadline.

        Args:
            call: What they are asked.
            order: Each at most once.
            ends_s: The deadline, in seconds of the clock.
        """
        run = _Run(call, ends_s)
        self._budget.deposit(self._timing.clock())
        turns = deque((pattern, 0.0) for pattern in order)
        while turns:
            pattern, pause_s = turns.popleft()
            if not self._may(run, pattern, pause_s):
                return run.ended()
            if pause_s:
                self._timing.sleep(pause_s)
            try:
                answer = self._ask(run, pattern)
            except PatternError as error:
                if error.outcome is Outcome.REFUSED:
                    return run.ended(error)
                if error.outcome is Outcome.THROTTLED and not pause_s:
                    turns.append((pattern, PAUSE_S * (0.5 + self._timing.chance() / 2)))
            else:
                return Served(tuple(run.made), pattern, answer)
        return run.ended()

    def _may(self, run: _Run, pattern: str, pause_s: float) -> bool:
        """Whether time and budget are left for another attempt; what is missing becomes the request's last line."""
        if self._left_s(run) - pause_s < LEAST_S:
            run.made.append(Attempt(pattern, Outcome.DEADLINE))
            return False
        if run.first_error is not None and not self._budget.take(self._timing.clock()):
            run.made.append(Attempt(pattern, Outcome.BUDGET_SPENT))
            return False
        return True

    def _left_s(self, run: _Run) -> float:
        return run.ends_s - MARGIN_S - self._timing.clock()

    def _ask(self, run: _Run, pattern: str) -> Answer:
        """Make one attempt and note what came of it.

        Raises:
            PatternError: There is no answer.
        """
        try:
            answer = self._circuits.call(pattern, lambda: self._within_deadline(run, pattern))
        except PatternError as error:
            if error.outcome is Outcome.CIRCUIT_OPEN:
                self._skipped(run, pattern)
            else:
                self._note(run, pattern, error.outcome)
                run.failed(error)
            raise
        self._note(run, pattern, Outcome.ANSWERED, answer)
        return answer

    def _within_deadline(self, run: _Run, pattern: str) -> Answer:
        """Ask with the time that is left; one that the deadline cut short is no sign of an ill pattern."""
        run.begun_s = self._timing.clock()  # the circuit's table is not the pattern
        full_s = self._patterns[pattern].timeout_ms / 1000
        timeout_s = min(full_s, self._left_s(run))
        if timeout_s < LEAST_S:  # the circuit's table took it
            raise PatternError(Outcome.DEADLINE, "Deadline", "no time is left for an attempt")
        try:
            return self._callers[pattern](run.call, timeout_s)
        except PatternError as error:
            if error.outcome is Outcome.TIMEOUT and timeout_s < full_s:
                text = f"{pattern} did not answer in the {timeout_s * 1000:.0f} ms that were left"
                raise PatternError(Outcome.DEADLINE, "Deadline", text) from error
            raise

    def _skipped(self, run: _Run, pattern: str) -> None:
        """Note that a circuit is open; the token that was taken for the attempt goes back."""
        run.made.append(Attempt(pattern, Outcome.CIRCUIT_OPEN))
        if run.first_error is not None:
            self._budget.give_back()

    def _note(self, run: _Run, pattern: str, outcome: Outcome, answer: Answer | None = None) -> None:
        seconds = self._timing.clock() - run.begun_s
        cost = self._patterns[pattern].cost
        paid = None if cost is None or answer is None else cost.of(seconds, answer.tokens_in, answer.tokens_out)
        self._meter.attempted(pattern, outcome, seconds * 1000, paid)
        run.made.append(Attempt(pattern, outcome, seconds * 1000))
