"""Metrics of the looks. Zeros are published too, so that an alarm has data; what is not known is not published."""

from collections.abc import Callable

from domain.metrics import Metric
from domain.resilience import Comparison
from lambdas.keep_lease.canary import Sung
from lambdas.keep_lease.sweep import Made, Swept
from lambdas.metric_lines import template


class KeeperMeter:
    """Writes metric lines.

    Args:
        service: Dimension `service`.
        environment: Dimension `Environment`.
        region: Dimension `Region`.
        write: Takes one line with its end.
        clock: Seconds since 1970.
    """

    def __init__(
        self, service: str, environment: str, region: str, write: Callable[[str], object], clock: Callable[[], float]
    ) -> None:
        own = {"service": service, "Environment": environment, "Region": region}

        def line(*metrics: Metric) -> str:
            return template(metrics, own)

        self._canary = line(Metric.CANARY_HEALTHY, Metric.CANARY_LATENCY)
        self._lease = line(Metric.LEASE_HELD, Metric.LEASE_UNHELD, Metric.LEASE_EPOCH)
        self._held = line(Metric.LEASE_HELD, Metric.LEASE_UNHELD)
        self._stale = line(Metric.PEER_STALENESS)
        self._drift = line(Metric.STANDBY_DRIFT)
        self._diverged = line(Metric.PEER_DIVERGED)
        self._work = line(Metric.WORK_OPEN, Metric.WORK_RESTARTED, Metric.WORK_DONE)
        self._write = write
        self._clock = clock

    def canary(self, sung: Sung) -> None:
        """Count a canary."""
        self._line(self._canary, sung.healthy, sung.latency_ms)

    def lease(self, *, mine: bool, held: bool, epoch: int | None) -> None:
        """Say who may act.

        Args:
            mine: Whether the own Region holds the lease; it still does while it drains.
            held: Whether some Region does, as seen from here: a ledger that cannot be read says nothing of the kind.
            epoch: Of the lease; ``None``: there is none, or it cannot be read.
        """
        if epoch is None:
            self._line(self._held, mine, not held)
        else:
            self._line(self._lease, mine, not held, epoch)

    def peer(self, comparison: Comparison) -> None:
        """Say what is known of the other Region."""
        if comparison.staleness_ms is not None:
            self._line(self._stale, comparison.staleness_ms)
        if comparison.drifted is not None:
            self._line(self._drift, comparison.drifted)
        if comparison.diverged is not None:
            self._line(self._diverged, comparison.diverged)

    def swept(self, swept: Swept) -> None:
        """Count what a sweep found and did; work that is given up is done."""
        self._line(self._work, swept.open, swept.made[Made.RESTARTED], swept.made[Made.GIVEN_UP])

    def _line(self, line: str, *values: float) -> None:
        self._write(line % (int(self._clock() * 1000), *values))
