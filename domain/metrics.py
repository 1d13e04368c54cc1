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
    # Of two Regions, with the dimension `Region` too, but for the first: its dimension is `Reason`.
    FAILOVERS = "CrossRegionFailoverCount"
    LEASE_EPOCH = "LeaseEpoch"  # the number of the epoch
    LEASE_HELD = "LeaseHeld"  # 1 in the Region that holds it, else 0: published at each look
    LEASE_UNHELD = "LeaseUnheld"  # 1 while no Region may act, as far as this one sees, else 0: at each look
    CANARY_HEALTHY = "CanaryHealthy"  # 1 or 0, at each look
    CANARY_LATENCY = "CanaryLatency"  # milliseconds
    PEER_STALENESS = "PeerStaleness"  # milliseconds: age of the other Region's heartbeat
    PEER_DIVERGED = "PeerDiverged"  # 1 or 0, at each look
    STANDBY_DRIFT = "StandbyDrift"  # 1 or 0, at each look
    WORK_ACCEPTED = "WorkAccepted"
    WORK_DONE = "WorkDone"
    WORK_RESTARTED = "WorkRestarted"
    COMMITS_FENCED = "CommitsFenced"  # 0 is published too
    WORK_OPEN = "WorkOpen"


UNITLESS: Final = frozenset({Metric.ESTIMATED_SAVINGS, Metric.PATTERN_COST, Metric.LEASE_EPOCH})
"""Dollars, for which CloudWatch has no unit, and a number that counts nothing."""

MILLISECONDS: Final = frozenset(
    {Metric.PREDICTION_LATENCY, Metric.PATTERN_LATENCY, Metric.CANARY_LATENCY, Metric.PEER_STALENESS}
)
