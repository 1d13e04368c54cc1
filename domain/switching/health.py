"""What is known of one pattern at one moment."""

from __future__ import annotations

from dataclasses import dataclass

from domain.checks import finite_number, refuse, text


@dataclass(frozen=True, slots=True)
class PatternHealth:
    """Health of one pattern. A value of ``None`` was not measured, which is not the same as good.

    Attributes:
        pattern: Its name, as in ``domain.patterns.Pattern``.
        is_available: Whether the control plane and the calls say that it can answer at all.
        p50_ms: Median latency, in milliseconds.
        p99_ms: 99th percentile of the latency, in milliseconds.
        error_rate: Share of the calls that failed through no fault of the caller, 0 to 1.
        capacity_utilization: Share of its capacity that is in use; above 1 when it is overloaded; ``None`` where a
            pattern has no such figure.
        last_updated: When the newest of this was observed, in epoch seconds.

    Raises:
        ValueError: A value is not a finite number in its range, or ``is_available`` is no bool.
    """

    pattern: str
    is_available: bool
    p50_ms: float | None
    p99_ms: float | None
    error_rate: float | None
    capacity_utilization: float | None
    last_updated: float

    def __post_init__(self) -> None:
        """Check every value: NaN would pass any comparison with a limit."""
        text("pattern", self.pattern)
        if not isinstance(self.is_available, bool):
            refuse("is_available", self.is_available, "true or false")
        for name in ("p50_ms", "p99_ms", "error_rate", "capacity_utilization"):
            value = getattr(self, name)
            if value is not None:
                finite_number(name, value, 0)
        if self.error_rate is not None and self.error_rate > 1:
            refuse("error_rate", self.error_rate, "a share from 0 to 1 (0.05 is 5 %)")
        finite_number("last_updated", self.last_updated, 0)
