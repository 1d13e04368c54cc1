"""Data into moto's CloudWatch, without a request: for services that publish metrics on their own."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import UTC, datetime

from sandbox.request import ACCOUNT_ID


class MetricStore:
    """Implements `sandbox.context.MetricSink`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sharp: set[tuple[str, str, str, frozenset[tuple[str, str]]]] = set()

    def sharpen(self, region: str, namespace: str, name: str, dimensions: Mapping[str, str]) -> None:
        """See `MetricSink`."""
        self._sharp.add((region, namespace, name, frozenset(dimensions.items())))

    def is_sharp(self, region: str, namespace: str, name: str, dimensions: Mapping[str, str]) -> bool:
        """See `MetricSink`."""
        return (region, namespace, name, frozenset(dimensions.items())) in self._sharp

    def put(
        self, region: str, namespace: str, name: str, value: float, unit: str, dimensions: Mapping[str, str]
    ) -> None:
        """Stores one datum, dated now."""
        from moto.cloudwatch.models import cloudwatch_backends

        datum = {
            "MetricName": name,
            "Value": value,
            "Unit": unit,
            "Timestamp": datetime.now(UTC).replace(tzinfo=None),
            "Dimensions": [{"Name": key, "Value": text} for key, text in dimensions.items()],
        }
        with self._lock:
            cloudwatch_backends[ACCOUNT_ID][region].put_metric_data(namespace, [datum])
