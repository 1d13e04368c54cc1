"""The metrics of a Region's functions, as alarms and the dashboard read them: names and dimensions in one place.

The functions publish exactly these; a test runs their meters and compares.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import pulumi

from components.resilience.packages import ACCEPT, KEEP, RUN
from domain.metrics import NAMESPACE, Metric

PUBLISHERS: Final = {Metric.WORK_ACCEPTED: ACCEPT, Metric.WORK_DONE: RUN, Metric.COMMITS_FENCED: RUN}
"""Who publishes what the keeper does not."""


@dataclass(frozen=True)
class SiteMetrics:
    """Metrics of one Region.

    Attributes:
        environment: Dimension ``Environment``.
        region: Where they are.
    """

    environment: str
    region: str

    def of(self, metric: Metric, service: str | None = None) -> dict[str, pulumi.Input[str]]:
        """Dimensions of a metric, of one of its publishers when there are several."""
        publisher = service or PUBLISHERS.get(metric, KEEP)
        return {"service": publisher, "Environment": self.environment, "Region": self.region}

    def row(self, metric: Metric, **how: Any) -> list[Any]:
        """A metric in a chart."""
        return [NAMESPACE, metric.value, *(part for pair in self.of(metric).items() for part in pair), how]
