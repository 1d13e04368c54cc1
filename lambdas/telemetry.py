"""Logs and metrics of every function, in the formats that CloudWatch reads from standard output.

Logs use the standard library: the runtime itself writes them as JSON, with the request id and every ``extra`` field,
when the function's log format is JSON (https://docs.aws.amazon.com/lambda/latest/dg/python-logging.html). Metrics use
the embedded metric format of Powertools.
"""

import logging
import os
from collections.abc import Mapping
from functools import cache

from domain.metrics import NAMESPACE, Metric


@cache
def log() -> logging.Logger:
    """Return the process's logger, at the level of POWERTOOLS_LOG_LEVEL (INFO without it)."""
    logger = logging.getLogger("inference-platform")
    logger.setLevel(os.environ.get("POWERTOOLS_LOG_LEVEL", "INFO"))
    return logger


def publish(environment: str, counts: Mapping[Metric, int]) -> None:
    """Publish counts with the dimensions ``service`` and ``Environment``; a count of 0 publishes nothing."""
    found = {metric: count for metric, count in counts.items() if count}
    if not found:
        return
    # Importing any part of Powertools imports all of it and typing_extensions: 27 % on top of `import boto3`. Most
    # invocations have nothing to publish, so only those that have pay for it.
    from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

    metrics = EphemeralMetrics(namespace=NAMESPACE)
    metrics.set_default_dimensions(Environment=environment)
    for metric, count in found.items():
        metrics.add_metric(name=metric.value, unit=MetricUnit.Count, value=count)
    metrics.flush_metrics()
