"""Metrics of the looks: how many patterns are healthy, and whether the primary changed. Zeros are published too."""

from collections.abc import Callable

from domain.metrics import Metric
from lambdas.metric_lines import template


class SwitchMeter:
    """Writes metric lines.

    Args:
        service: Dimension `service`.
        environment: Dimension `Environment`.
        write: Takes one line with its end.
        clock: Seconds since 1970.
    """

    def __init__(
        self, service: str, environment: str, write: Callable[[str], object], clock: Callable[[], float]
    ) -> None:
        own = {"service": service, "Environment": environment}
        self._line = template((Metric.HEALTHY_PATTERNS, Metric.PATTERN_SWITCHES), own)
        self._write = write
        self._clock = clock

    def looked(self, *, healthy: int, switched: bool) -> None:
        """Count a look.

        Args:
            healthy: Patterns within their limits.
            switched: Whether the primary is another one since this look.
        """
        self._write(self._line % (int(self._clock() * 1000), healthy, switched))
