"""What the loop over instances takes, and what it writes."""

from __future__ import annotations

from typing import Any, NamedTuple


class Rules(NamedTuple):
    """The fleet and how it scales; times in seconds, ``inf`` for no limit."""

    units: int
    concurrency: int
    minimum: int
    maximum: int
    metric: int
    target: float
    period_s: float
    datapoints_out: int
    datapoints_in: int
    low_share: float
    cooldown_out_s: float
    cooldown_in_s: float
    provisioning_s: float
    wake_s: float
    idle_s: float
    release_s: float
    refuses_at_zero: bool
    may_be_zero: bool
    wait_limit_s: float
    serve_limit_s: float
    total_limit_s: float
    late: int


class Requests(NamedTuple):
    """Arrays in order of arrival, how long the trace is, and when the minimum changes to what."""

    arrivals: Any
    service: Any
    duration_s: float
    minima_at: Any
    minima_to: Any


class Marks(NamedTuple):
    """What the loop writes for each request."""

    outcome: Any
    began: Any
    ended: Any
