"""The metrics of the router and of the look, as alarms and the dashboard read them: names and dimensions in one place.

The functions publish exactly these; a test runs their meters and compares.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from components.metric_math import Series
from components.switching.packages import EVALUATOR, ROUTER
from domain.metrics import NAMESPACE, Metric


@dataclass(frozen=True)
class SwitchMetrics:
    """Metrics of one stack.

    Attributes:
        environment: Dimension ``Environment``.
    """

    environment: str

    def of_pattern(self, metric: Metric, pattern: str) -> dict[str, str]:
        """Dimensions of what the router publishes for a pattern."""
        return {**self.of(metric), "Pattern": pattern}

    def of(self, metric: Metric) -> dict[str, str]:
        """Dimensions of what a function publishes without one."""
        return {"service": PUBLISHERS.get(metric, ROUTER), "Environment": self.environment}

    def series(self, metric: Metric, stat: str, pattern: str | None = None) -> Series:
        """A metric in an expression or an alarm."""
        dimensions = self.of(metric) if pattern is None else self.of_pattern(metric, pattern)
        return Series(namespace=NAMESPACE, metric=metric.value, stat=stat, dimensions=dimensions)

    def row(self, metric: Metric, pattern: str | None = None, **how: Any) -> list[Any]:
        """A metric in a chart."""
        dimensions = self.of(metric) if pattern is None else self.of_pattern(metric, pattern)
        return [NAMESPACE, metric.value, *(part for pair in dimensions.items() for part in pair), how]


PUBLISHERS = {Metric.PATTERN_SWITCHES: EVALUATOR, Metric.HEALTHY_PATTERNS: EVALUATOR}
"""Who publishes what the router does not."""
