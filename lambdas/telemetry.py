"""Structured logs and metrics of every function, in the formats that CloudWatch reads from standard output."""

from collections.abc import Mapping
from functools import cache

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

from domain.metrics import NAMESPACE, Metric


@cache
def log() -> Logger:
    """Return the process's logger; service and level come from the POWERTOOLS_ variables."""
    return Logger()


def publish(environment: str, counts: Mapping[Metric, int]) -> None:
    """Publish counts with the dimensions ``service`` and ``Environment``; a count of 0 publishes nothing."""
    metrics = EphemeralMetrics(namespace=NAMESPACE)
    metrics.set_default_dimensions(Environment=environment)
    for metric, count in counts.items():
        if count:
            metrics.add_metric(name=metric.value, unit=MetricUnit.Count, value=count)
    if any(counts.values()):
        metrics.flush_metrics()
