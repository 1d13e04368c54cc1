"""Metric data by metric: reads moto's growing list once, so that an evaluation does not go through all of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sandbox.scaling.alarm_state import Sample

KEPT: Final = 20_000
"""Data kept for each metric; older ones leave no alarm undecided, because periods are short here."""

MetricKey = tuple[str, str, frozenset[tuple[str, str]]]


def metric_key(namespace: str, name: str, dimensions: Iterable[Any]) -> MetricKey:
    """What identifies a metric: its dimensions must be the same, not more and not fewer."""
    return namespace, name, frozenset((str(one.name), str(one.value)) for one in dimensions)


class SampleIndex:
    """The data of one region by metric.

    Args:
        kept: Data kept for each metric; None for all.
    """

    def __init__(self, kept: int | None = KEPT) -> None:
        self._kept = kept
        self._read = 0
        self._samples: dict[MetricKey, deque[Sample]] = {}

    def refresh(self, data: Sequence[Any]) -> None:
        """Takes in what was added since the last time; starts anew when the list was emptied."""
        if len(data) < self._read:
            self._read = 0
            self._samples.clear()
        end = len(data)
        for datum in data[self._read : end]:
            key = metric_key(datum.namespace, datum.name, datum.dimensions)
            self._samples.setdefault(key, deque(maxlen=self._kept)).append(sample_of(datum))
        self._read = end

    def since(self, key: MetricKey, at: float) -> list[Sample]:
        """Samples of a metric that are not older than `at` (epoch seconds)."""
        return [sample for sample in self._samples.get(key, ()) if sample.at >= at]


def sample_of(datum: Any) -> Sample:
    """One datum of moto's: a value, or a set of statistics."""
    at = epoch(datum.timestamp)
    unit = str(datum.unit or "")
    if hasattr(datum, "value"):
        return Sample(at, datum.value, datum.value, datum.value, unit=unit)
    return Sample(at, datum.sum, datum.min, datum.max, datum.sample_count, unit)


def epoch(moment: Any) -> float:
    """Seconds since 1970 of what moto calls a timestamp: a date, in UTC where it does not say, or seconds already."""
    if not isinstance(moment, datetime):
        return float(moment)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
