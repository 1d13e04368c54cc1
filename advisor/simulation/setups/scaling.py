"""Target tracking of Application Auto Scaling, and minima by the clock."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from domain.checks import finite_number, whole_number


class Metric(IntEnum):
    """What a policy tracks, per unit in service."""

    NONE = 0
    INVOCATIONS = 1
    IN_FLIGHT = 2


@dataclass(frozen=True, slots=True)
class Tracking:
    """Keeps a metric at a target: ``ceil(units * value / target)`` units, when an alarm says so.

    Seen on the alarms that Application Auto Scaling makes for SageMaker: above the target for 3 datapoints scales out,
    below 90 % of it for 15 minutes scales in. Documented: cooldowns, and that scaling in never goes under the minimum
    (https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html).
    One change is under way at a time, as an endpoint cannot be updated while it is being updated. A larger scale-out
    during a cooldown, which AWS allows, is not simulated.

    Args:
        metric: What is tracked.
        target: Its value for one unit, greater than 0.
        period_s: Seconds of a datapoint.
        datapoints_out: Datapoints in a row above the target before units are added.
        datapoints_in: Datapoints in a row below before units are removed.
        cooldown_out_s: Seconds after units came in which none are added or removed.
        cooldown_in_s: Seconds after units were removed in which no more are.

    Raises:
        ValueError: An argument out of its range.
    """

    metric: Metric
    target: float
    period_s: float = 60.0
    datapoints_out: int = 3
    datapoints_in: int = 15
    cooldown_out_s: float = 60.0
    cooldown_in_s: float = 300.0

    def __post_init__(self) -> None:
        finite_number("target", self.target, 0, above=True)
        finite_number("period_s", self.period_s, 1)
        whole_number("datapoints_out", self.datapoints_out, 1)
        whole_number("datapoints_in", self.datapoints_in, 1)
        finite_number("cooldown_out_s", self.cooldown_out_s, 0)
        finite_number("cooldown_in_s", self.cooldown_in_s, 0)

    @classmethod
    def invocations(cls, target: float) -> Tracking:
        """``SageMakerVariantInvocationsPerInstance``: calls a MINUTE and instance (or copy), not a second."""
        return cls(Metric.INVOCATIONS, target)

    @classmethod
    def concurrency(cls, target: float) -> Tracking:
        """``…ConcurrentRequestsPerModelHighResolution``: requests in flight per instance (or copy), every 10 s.

        Those that wait are counted too. Scale-in looks at 15 minutes, as with one datapoint a minute.
        """
        return cls(Metric.IN_FLIGHT, target, period_s=10.0, datapoints_in=90)

    @classmethod
    def backlog(cls, target: float) -> Tracking:
        """``ApproximateBacklogSizePerInstance``: requests that wait or are served, per instance, every minute."""
        return cls(Metric.IN_FLIGHT, target)


@dataclass(frozen=True, slots=True)
class Minimum:
    """A scheduled change of the minimum.

    Raising it asks for units at once; lowering it removes none, a policy does that.

    Args:
        at_s: Seconds from the start of the trace.
        units: The minimum from then on.

    Raises:
        ValueError: An argument out of its range.
    """

    at_s: float
    units: int

    def __post_init__(self) -> None:
        finite_number("at_s", self.at_s, 0)
        whole_number("units", self.units, 0)


LOW_SHARE: Final = 0.9
"""Below this share of the target, target tracking's second alarm counts."""
