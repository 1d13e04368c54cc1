"""Names of the metrics that functions publish and alarms watch: one list, so that both sides say the same."""

from enum import StrEnum
from typing import Final

NAMESPACE: Final = "InferencePlatform"


class Metric(StrEnum):
    """Custom metrics, all of unit Count, with the dimensions ``service`` and ``Environment``."""

    FILES_PROCESSED = "FilesProcessed"
    FILES_FAILED = "FilesFailed"
    FILES_DEFERRED = "FilesDeferred"
    COLD_START_DETECTED = "ColdStartDetected"
    BATCH_FALLBACK = "BatchFallback"
    # The name of a metric and no secret, whatever two linters think:
    BATCH_TOKEN_RECOVERED = "BatchTokenRecovered"  # nosec B105  # noqa: S105
