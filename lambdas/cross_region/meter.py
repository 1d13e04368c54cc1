"""Counts failovers by reason: one line of embedded metric format for each (docs/decisions/0008)."""

from collections.abc import Callable, Mapping

from domain.metrics import Metric
from domain.resilience import FailureReason
from lambdas.metric_lines import template


class FailoverMeter:
    """Writes metric lines.

    Args:
        own: Dimensions `service` and `Environment`.
        write: Takes one line with its end.
        clock: Seconds since 1970.
    """

    def __init__(self, own: Mapping[str, str], write: Callable[[str], object], clock: Callable[[], float]) -> None:
        self._write = write
        self._clock = clock
        self._lines = {
            reason: template((Metric.FAILOVERS,), {**own, "Reason": reason.value}) for reason in FailureReason
        }

    def failed_over(self, reason: FailureReason) -> None:
        """Count a failover."""
        self._write(self._lines[reason] % (int(self._clock() * 1000), 1))
