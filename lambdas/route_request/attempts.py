"""One loop of attempts: each pattern once, within the deadline, the retry budget and the circuits.

A further attempt after one that worked in vain takes a token of the budget. Skipping a pattern whose circuit is open
takes none, for nothing was asked; nor does the way on from one that turned the request away unseen (throttled, too
large): the next one gets what was meant for the first, and nobody gets more than each request once.

What the caller sent wrongly is never tried again. A throttled pattern is left for the next one, and asked once more,
after a pause and for a token, when all others are through. When nobody answered and a circuit was open, the first such
pattern is asked all the same, but seldom: it may be well again, and else the request is lost for certain.
"""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from domain.switching.retry_budget import RetryBudget
from lambdas.patterns.callers import Answer, Call, Caller
from lambdas.patterns.outcomes import Outcome, PatternError
from lambdas.patterns.served import ServedPattern
from lambdas.route_request.run import Attempt, Run, Served, Turn

MARGIN_S: Final = 0.05
"""Kept of the deadline to write the reply."""
LEAST_S: Final = 0.02
"""An attempt that would have less than this is not made."""
PAUSE_S: Final = 0.1
"""A throttled pattern is asked again after half of this to all of it, at random, so that many callers do not come back
together (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/)."""
SHOWN: Final = 500
"""Characters of an error that are logged."""
LAST_RESORTS_PER_S: Final = 0.1
"""How often an environment asks a pattern whose circuit is open. With everything down, requests that each wait for a
time limit would need as many more environments, so nearly all of them fail at once instead."""

Result = TypeVar("Result")


class Guard(Protocol):
    """Calls a pattern through its circuit: `lambdas.route_request.circuits.Circuits`."""

    def call(self, pattern: str, work: Callable[[], Result]) -> Result:
        """Return what `work` returns, or raise PatternError."""
        ...

    def insist(self, pattern: str, work: Callable[[], Result]) -> Result:
        """The same although the circuit is open; an answer closes it."""
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
        self._last_resorts = RetryBudget(0.0, timing.clock(), floor_per_s=LAST_RESORTS_PER_S, capacity=1)

    def serve(self, call: Call, order: Sequence[str], ends_s: float) -> Served:
        """Ask the patterns in order until one answers, and no later than the deadline.

        Args:
            call: What they are asked.
            order: Each at most once.
            ends_s: The deadline, in seconds of the clock.
        """
        run = Run(call, ends_s, deque(map(Turn, order)))
        self._budget.deposit(self._timing.clock())
        while run.turns:
            turn = run.turns.popleft()
            if not self._may(run, turn):
                return run.ended()
            if turn.pause_s:
                self._timing.sleep(turn.pause_s)
            answer = self._tried(run, turn, self._circuits.call)
            if answer is not None:
                return run.answered(turn, answer)
        return self._last_resort(run)

    def _tried(self, run: Run, turn: Turn, through: Callable[..., Answer]) -> Answer | None:
        """One turn: the answer, or None with what follows from the failure noted."""
        try:
            return self._ask(run, turn, through)
        except PatternError as error:
            run.failed(turn, error)
            if error.outcome is Outcome.THROTTLED and not turn.again:
                pause_s = PAUSE_S * (0.5 + self._timing.chance() / 2)
                run.turns.append(Turn(turn.pattern, pause_s, again=True))
        return None

    def _last_resort(self, run: Run) -> Served:
        """Ask the first pattern that was skipped, if there is one and none was asked so a short while ago."""
        if run.skipped is not None and self._left_s(run) >= LEAST_S and self._last_resorts.take(self._timing.clock()):
            turn = Turn(run.skipped, again=True)
            answer = self._tried(run, turn, self._circuits.insist)
            if answer is not None:
                return run.answered(turn, answer)
        return run.ended()

    def _may(self, run: Run, turn: Turn) -> bool:
        """Whether time and budget are left for a turn; what is missing becomes the request's last line."""
        if self._left_s(run) - turn.pause_s < LEAST_S:
            run.made.append(Attempt(turn.pattern, Outcome.DEADLINE))
            return False
        if run.costs(turn) and not self._budget.take(self._timing.clock()):
            run.made.append(Attempt(turn.pattern, Outcome.BUDGET_SPENT))
            return False
        return True

    def _left_s(self, run: Run) -> float:
        return run.ends_s - MARGIN_S - self._timing.clock()

    def _ask(self, run: Run, turn: Turn, through: Callable[..., Answer]) -> Answer:
        """Make one attempt and note what came of it.

        Raises:
            PatternError: There is no answer.
        """
        pattern = turn.pattern
        try:
            answer = through(pattern, lambda: self._within_deadline(run, pattern))
        except PatternError as error:
            if error.outcome is not Outcome.CIRCUIT_OPEN:
                self._note(run, Attempt(pattern, error.outcome, run.took_s * 1000, str(error)[:SHOWN]))
                raise
            run.made.append(Attempt(pattern, Outcome.CIRCUIT_OPEN))
            if run.costs(turn):
                self._budget.give_back()
            raise
        self._note(run, Attempt(pattern, Outcome.ANSWERED, run.took_s * 1000), answer)
        return answer

    def _within_deadline(self, run: Run, pattern: str) -> Answer:
        """Ask with the time that is left; one that the deadline cut short is no sign of an ill pattern."""
        begun_s, run.took_s = self._timing.clock(), 0.0  # what the circuit's table takes is not the pattern's time
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
        finally:
            run.took_s = self._timing.clock() - begun_s

    def _note(self, run: Run, made: Attempt, answer: Answer | None = None) -> None:
        cost = self._patterns[made.pattern].cost
        paid = None if cost is None or answer is None else cost.of(run.took_s, answer.tokens_in, answer.tokens_out)
        self._meter.attempted(made.pattern, made.outcome, made.latency_ms, paid)
        run.made.append(made)
