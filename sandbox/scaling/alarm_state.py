"""When an alarm is in which state: pure.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html (missing data, M out of N).
CloudWatch looks back over a few periods more than an alarm evaluates to fill gaps; here exactly `evaluation_periods`
count, and where the data that is there can't decide, the state stays.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class AlarmState(StrEnum):
    """CloudWatch's three states."""

    OK = "OK"
    ALARM = "ALARM"
    INSUFFICIENT_DATA = "INSUFFICIENT_DATA"


COMPARISONS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "GreaterThanOrEqualToThreshold": operator.ge,
    "GreaterThanThreshold": operator.gt,
    "LessThanThreshold": operator.lt,
    "LessThanOrEqualToThreshold": operator.le,
}
# Beside percentiles: the count or the percentage of values in a range, its lower bound not included.
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
_RANGE: Final = re.compile(r"(?P<kind>TC|PR)\((?P<low>-?\d+(?:\.\d+)?)?:(?P<high>-?\d+(?:\.\d+)?)?\)")
STATISTIC: Final = re.compile(rf"Sum|Average|Minimum|Maximum|SampleCount|p\d{{1,3}}(\.\d+)?|{_RANGE.pattern}")
MISSING: Final = ("missing", "ignore", "breaching", "notBreaching")


@dataclass(frozen=True, slots=True)
class Sample:
    """One datum: a value, or the statistics of several.

    Attributes:
        at: Epoch seconds.
        total: Sum of the values.
        low: Smallest value.
        high: Largest value.
        count: How many values, > 0.
        unit: Such as `Count`; empty where none was given.
    """

    at: float
    total: float
    low: float
    high: float
    count: float = 1.0
    unit: str = ""


@dataclass(frozen=True, slots=True)
class AlarmRule:
    """How datapoints become a state.

    Attributes:
        statistic: Sum, Average, Minimum, Maximum, SampleCount, a percentile such as `p99`, or a range such as
            `TC(:300)` and `PR(:300)`.
        comparison: One of `COMPARISONS`.
        threshold: What is compared with.
        periods: Evaluation periods N, >= 1.
        datapoints: Datapoints to alarm M, 1 to N.
        missing: One of `MISSING`.
    """

    statistic: str
    comparison: str
    threshold: float
    periods: int = 1
    datapoints: int = 1
    missing: str = "missing"

    def __post_init__(self) -> None:
        if self.comparison not in COMPARISONS:
            raise ValueError(f"comparison is {self.comparison!r}; accepted: {', '.join(COMPARISONS)}")
        if not 1 <= self.datapoints <= self.periods:
            raise ValueError(f"datapoints is {self.datapoints}; accepted: 1 to periods ({self.periods})")
        if self.missing not in MISSING:
            raise ValueError(f"missing is {self.missing!r}; accepted: {', '.join(MISSING)}")


def datapoints(samples: Sequence[Sample], rule: AlarmRule, now: float, period_s: float) -> list[float | None]:
    """The statistic of each of the last N periods, oldest first; None where there is no data.

    Args:
        samples: Data in any order.
        rule: Statistic and N.
        now: Epoch seconds at which the last period ends.
        period_s: Length of a period, > 0.
    """
    windows: list[list[Sample]] = [[] for _ in range(rule.periods)]
    for sample in samples:
        back = int((now - sample.at) // period_s)
        if sample.at <= now and back < rule.periods:
            windows[rule.periods - 1 - back].append(sample)
    return [statistic(window, rule.statistic) if window else None for window in windows]


def statistic(samples: Sequence[Sample], name: str) -> float:
    """One statistic of at least one sample.

    Raises:
        ValueError: A statistic that CloudWatch has, but this table not.
    """
    count, total = sum(one.count for one in samples), sum(one.total for one in samples)
    known: Mapping[str, float] = {
        "Sum": total,
        "SampleCount": count,
        "Average": total / count,
        "Minimum": min(one.low for one in samples),
        "Maximum": max(one.high for one in samples),
    }
    if name in known:
        return known[name]
    if found := _RANGE.fullmatch(name):
        low, high = float(found["low"] or -math.inf), float(found["high"] or math.inf)
        inside = sum(one.count for one in samples if low < one.high <= high)
        return inside if found["kind"] == "TC" else 100 * inside / count
    if STATISTIC.fullmatch(name):
        ordered = sorted(one.high for one in samples)
        return ordered[max(0, math.ceil(len(ordered) * float(name[1:]) / 100) - 1)]
    raise ValueError(f"statistic is {name!r}; accepted: {', '.join(known)}, p0 to p100, TC(a:b), PR(a:b)")


def decide(rule: AlarmRule, points: Sequence[float | None], present: AlarmState) -> AlarmState:
    """The state after an evaluation.

    Args:
        rule: Comparison, M and N, and what missing data means.
        points: The last N periods, None where there is no data.
        present: The state before.
    """
    compare = COMPARISONS[rule.comparison]
    known = [compare(point, rule.threshold) for point in points if point is not None]
    gaps = len(points) - len(known)
    if not known and rule.missing == "missing":
        return AlarmState.INSUFFICIENT_DATA
    breaching = sum(known) + (gaps if rule.missing == "breaching" else 0)
    fine = len(known) - sum(known) + (gaps if rule.missing == "notBreaching" else 0)
    if breaching >= rule.datapoints:
        return AlarmState.ALARM
    if fine > rule.periods - rule.datapoints:
        return AlarmState.OK
    return present
