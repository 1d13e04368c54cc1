"""Names of the metrics that functions publish and alarms watch: one list, so that both sides say the same."""

from enum import StrEnum
from typing import Final

NAMESPACE: Final = "InferencePlatform"


class Metric(StrEnum):
    """Custom metrics, with the dimensions ``service`` and ``Environment``; counts, but for those of ``UNITLESS``."""

    FILES_PROCESSED = "FilesProcessed"
    FILES_FAILED = "FilesFailed"
    FILES_DEFERRED = "FilesDeferred"
    COLD_START_DETECTED = "ColdStartDetected"
    BATCH_FALLBACK = "BatchFallback"
    # The name of a metric and no secret, whatever two linters think:
    BATCH_TOKEN_RECOVERED = "BatchTokenRecovered"  # nosec B105  # noqa: S105
    ENDPOINTS_STOPPED = "EndpointsStoppedCount"
    ESTIMATED_SAVINGS = "EstimatedSavingsPerHour"
    ENDPOINTS_KEPT = "EndpointsKept"


UNITLESS: Final = frozenset({Metric.ESTIMATED_SAVINGS})
"""Dollars: CloudWatch has no unit for them."""
