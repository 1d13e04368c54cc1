"""What was seen of a pattern, by requests and by probes, and the health that it adds up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.switching.health import PatternHealth
from domain.switching.rules import Limits

ENOUGH: Final = 20
"""Calls from which a share of errors says something: with 20 one failure is 5 %, with fewer it is more than that."""


@dataclass(frozen=True, slots=True)
class Calls:
    """What the router saw of a pattern in the last minutes.

    Attributes:
        requests: Calls.
        errors: Those that failed through no fault of the caller.
        p50_ms: Their median latency; ``None`` without any that was timed.
        p99_ms: Their 99th percentile; ``None`` without any that was timed.
        utilization: Share of the capacity in use; ``None`` where there is no such figure.
        newest_s: When the newest of them ended, in epoch seconds; ``None`` without calls.
    """

    requests: float
    errors: float
    p50_ms: float | None
    p99_ms: float | None
    utilization: float | None
    newest_s: float | None


@dataclass(frozen=True, slots=True)
class Probe:
    """What came of a call that was made to see.

    Attributes:
        failed: Whether it failed through the fault of the pattern.
        latency_ms: How long it took until an answer or the timeout; ``None`` where that says nothing of an answer.
        outcome: What came of it, for people.
    """

    failed: bool
    latency_ms: float | None
    outcome: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of one pattern now.

    Attributes:
        pattern: The pattern.
        available: What the control plane says; ``None`` when it says nothing or could not be asked.
        said: Its words, for people.
        calls: What requests met; ``None`` when that could not be read.
        probes: What probes met.
        seen_s: When the control plane was asked and the probes were made, in epoch seconds.
    """

    pattern: str
    available: bool | None
    said: str
    calls: Calls | None
    probes: tuple[Probe, ...]
    seen_s: float


def wants_probe(evidence: Evidence, limits: Limits, heard_s: float) -> bool:
    """Whether a probe has to say how a pattern is: requests do not, and it could be well.

    They do not when there were too few, when none is recent, or when nobody could read what they met.

    Args:
        evidence: What is known without a probe.
        limits: Says from when on health is stale.
        heard_s: When the newest health that is known already is of: what requests met before that is no news.
    """
    if evidence.available is False:
        return False
    calls = evidence.calls
    if calls is None or calls.requests < ENOUGH or calls.p99_ms is None or calls.newest_s is None:
        return True
    return calls.newest_s < heard_s or evidence.seen_s - calls.newest_s > limits.stale_s


def health_of(evidence: Evidence) -> PatternHealth | None:
    """Add up what is known; ``None`` when nothing is.

    Failures count wherever they were met. Latency is that of the requests when there were enough, else that of the
    probes, of which the slowest stands for the 99th percentile. What answers is available even if the control plane
    could not be asked; what it calls unavailable is not, whatever was answered minutes ago.
    """
    calls, probes = evidence.calls, evidence.probes
    total = (calls.requests if calls else 0.0) + len(probes)
    failed = (calls.errors if calls else 0.0) + sum(probe.failed for probe in probes)
    if not total and evidence.available is None:
        return None
    p50_ms, p99_ms = _latency(calls, probes)
    newest_s = calls.newest_s if calls else None
    of_now = bool(probes) or evidence.available is False or newest_s is None
    return PatternHealth(
        pattern=evidence.pattern,
        is_available=failed < total if evidence.available is None else evidence.available,
        p50_ms=p50_ms,
        p99_ms=p99_ms,
        error_rate=min(failed / total, 1.0) if total else None,
        capacity_utilization=calls.utilization if calls else None,
        last_updated=evidence.seen_s if of_now or newest_s is None else min(newest_s, evidence.seen_s),
    )


def _latency(calls: Calls | None, probes: Sequence[Probe]) -> tuple[float | None, float | None]:
    if calls is not None and calls.requests >= ENOUGH and calls.p99_ms is not None:
        return calls.p50_ms, calls.p99_ms
    timed = sorted(probe.latency_ms for probe in probes if probe.latency_ms is not None)
    return (timed[(len(timed) - 1) // 2], timed[-1]) if timed else (None, None)
