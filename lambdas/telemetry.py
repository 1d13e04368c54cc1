"""Logs and metrics of every function, in the formats that CloudWatch reads from standard output.

Logs use the standard library: the runtime itself writes them as JSON, with the request id and every ``extra`` field,
when the function's log format is JSON (https://docs.aws.amazon.com/lambda/latest/dg/python-logging.html). Metrics use
the embedded metric format of Powertools.
"""

import logging
import os
from collections.abc import Mapping
from functools import cache

from domain.metrics import NAMESPACE, UNITLESS, Metric


@cache
def log() -> logging.Logger:
    """Return the process's logger, at the level of POWERTOOLS_LOG_LEVEL (INFO without it)."""
    logger = logging.getLogger("inference-platform")
    logger.setLevel(os.environ.get("POWERTOOLS_LOG_LEVEL", "INFO"))
    return logger


def publish(environment: str, values: Mapping[Metric, float], **dimensions: str) -> None:
    """Publish values with the dimensions ``service`` and ``Environment``; a value of 0 publishes nothing.

    Args:
        environment: The dimension of that name.
        values: What to publish.
        **dimensions: Further dimensions.
    """
    found = {metric: value for metric, value in values.items() if value}
    if not found:
        return
    # Importing any part of Powertools imports all of it and typing_extensions: 27 % on top of `import boto3`. Most
    # invocations have nothing to publish, so only those that have pay for it.
    from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

    metrics = EphemeralMetrics(namespace=NAMESPACE)
    metrics.set_default_dimensions(Environment=environment, **dimensions)
    for metric, value in found.items():
        unit = MetricUnit.NoUnit if metric in UNITLESS else MetricUnit.Count
        metrics.add_metric(name=metric.value, unit=unit, value=value)
    metrics.flush_metrics()
