"""The router's metrics: one line for each attempt, which is what the switch decides by, and one for each request."""

from collections.abc import Callable, Iterable, Mapping

from domain.metrics import Metric
from lambdas.metric_lines import template
from lambdas.patterns.outcomes import ERRORS, Outcome

_COUNTS = (Metric.PATTERN_REQUESTS, Metric.PATTERN_ERRORS)
_TIMED = frozenset({Outcome.ANSWERED, Outcome.TIMEOUT})
"""How long a refusal took says nothing about how long an answer takes."""


class RouterMeter:
    """Writes metric lines, whose seconds CloudWatch keeps.

    Args:
        own: Dimensions `service` and `Environment`.
        patterns: The patterns that there are: values of the dimension `Pattern`.
        write: Takes one line with its end.
        clock: Seconds since 1970.
    """

    def __init__(
        self,
        own: Mapping[str, str],
        patterns: Iterable[str],
        write: Callable[[str], object],
        clock: Callable[[], float],
    ) -> None:
        self._write = write
        self._clock = clock
        self._attempt: dict[tuple[str, int], str] = {}
        self._opened: dict[str, str] = {}
        for pattern in patterns:
            of_pattern = {**own, "Pattern": pattern}
            for further in ((), (Metric.PATTERN_LATENCY,), (Metric.PATTERN_LATENCY, Metric.PATTERN_COST)):
                line = template((*_COUNTS, *further), of_pattern, high_resolution=True)
                self._attempt[pattern, len(further)] = line
            self._opened[pattern] = template((Metric.CIRCUITS_OPENED,), of_pattern, high_resolution=True)
        self._request = template((Metric.REQUESTS_FAILED, Metric.FALLBACKS), own, high_resolution=True)

    def attempted(self, pattern: str, outcome: Outcome, latency_ms: float, cost_usd: float | None) -> None:
        """Count an attempt that was made.

        Args:
            pattern: Who was asked.
            outcome: What came of it. One that the request's own deadline cut short says nothing about the pattern.
            latency_ms: How long it took, in milliseconds.
            cost_usd: What it cost in dollars; None where that is not known.
        """
        if outcome is Outcome.DEADLINE:
            return
        values: list[float] = [1, outcome in ERRORS]
        if outcome in _TIMED:
            values.append(latency_ms)
            if cost_usd is not None:
                values.append(cost_usd)
        self._line(self._attempt[pattern, len(values) - len(_COUNTS)], *values)

    def opened(self, pattern: str) -> None:
        """Count a circuit that this environment opened."""
        self._line(self._opened[pattern], 1)

    def done(self, *, failed: bool, fell_back: bool) -> None:
        """Count a request.

        Args:
            failed: Whether no pattern answered it, through no fault of the caller.
            fell_back: Whether another pattern than the first of its plan answered it.
        """
        self._line(self._request, failed, fell_back)

    def _line(self, line: str, *values: float) -> None:
        self._write(line % (int(self._clock() * 1000), *values))
