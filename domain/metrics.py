"""Names of the metrics that functions publish and alarms watch: one list, so that both sides say the same."""

from enum import StrEnum
from typing import Final

NAMESPACE: Final = "InferencePlatform"


class Metric(StrEnum):
    """Custom metrics, with the dimensions ``service`` and ``Environment``.

    Counts, but for those of ``UNITLESS`` and ``MILLISECONDS``.
    """

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
    # Those below have the dimension `Release` too: live, candidate, or pinned for a version that the caller named.
    PREDICTION_REQUESTS = "PredictionRequests"
    PREDICTION_ERRORS = "PredictionErrors"  # faults of ours, 5xx; 0 is published too, so that an alarm has data
    PREDICTION_LATENCY = "PredictionLatency"  # milliseconds
    # And these not: a load is of an environment, whoever asked first.
    MODEL_LOADS = "ModelLoads"
    MODEL_LOAD_FAILURES = "ModelLoadFailures"
    # Of the router, with the dimension `Pattern` too (`domain.patterns`).
    PATTERN_REQUESTS = "PatternRequests"
    PATTERN_ERRORS = "PatternErrors"  # 0 is published too, so that an alarm has data
    PATTERN_LATENCY = "PatternLatency"  # milliseconds
    PATTERN_COST = "PatternCost"  # dollars; absent where a price is not known
    CIRCUITS_OPENED = "CircuitsOpened"
    # Of the router and of what decides for it, without that dimension.
    FALLBACKS = "Fallbacks"
    REQUESTS_FAILED = "RequestsFailed"
    PATTERN_SWITCHES = "PatternSwitches"
    HEALTHY_PATTERNS = "HealthyPatterns"  # 0 is published too


UNITLESS: Final = frozenset({Metric.ESTIMATED_SAVINGS, Metric.PATTERN_COST})
"""Dollars: CloudWatch has no unit for them."""

MILLISECONDS: Final = frozenset({Metric.PREDICTION_LATENCY, Metric.PATTERN_LATENCY})
