"""Service level objectives: the error budget, and how fast it may burn before somebody is told.

An alarm on a fixed error rate is either deaf or a nuisance. One on the *burn rate*, how many times faster than allowed
the budget goes, over a long window (is it real?) and a short one (does it still last?), is neither. Rates and windows
are those of the SRE Workbook, chapter 5: https://sre.google/workbook/alerting-on-slos/

CloudWatch knows no period above a day, so the three days of the slowest window are three periods of a day of which each
has to burn: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.checks import finite_number, refuse, whole_number

MINUTE_S: Final = 60
HOUR_S: Final = 3600
DAY_S: Final = 86_400
LONGEST_PERIOD_S: Final = DAY_S
"""Longest period of an alarm."""
LONGEST_WINDOW_S: Final = 7 * DAY_S
"""Most that all periods of an alarm cover together."""


def alarm_periods(window_s: int) -> tuple[int, int]:
    """Period in seconds, and how many of them, by which CloudWatch covers a window.

    >>> alarm_periods(6 * HOUR_S), alarm_periods(3 * DAY_S)
    ((21600, 1), (86400, 3))

    Raises:
        ValueError: Not a multiple of a minute, or above a day no multiple of a day, or above a week.
    """
    whole_number("window_s", window_s, MINUTE_S, LONGEST_WINDOW_S)
    if window_s <= LONGEST_PERIOD_S:
        if window_s % MINUTE_S:
            refuse("window_s", window_s, f"a multiple of {MINUTE_S}")
        return window_s, 1
    if window_s % LONGEST_PERIOD_S:
        refuse("window_s", window_s, f"a multiple of {LONGEST_PERIOD_S} above a day")
    return LONGEST_PERIOD_S, window_s // LONGEST_PERIOD_S


class Urgency(StrEnum):
    """Who is told: somebody now, or somebody in working hours."""

    PAGE = "page"
    TICKET = "ticket"


@dataclass(frozen=True, kw_only=True)
class BurnWindow:
    """A share of the budget that must not go within a window.

    Attributes:
        name: Short name, such as ``1h``.
        long_s: Window in seconds over which the share goes.
        short_s: Window in seconds that shows whether it still goes: a twelfth of the long one.
        budget_share: Share of the whole period's budget, above 0 and below 1.
        urgency: Who is told.
    """

    name: str
    long_s: int
    short_s: int
    budget_share: float
    urgency: Urgency

    def __post_init__(self) -> None:
        alarm_periods(self.long_s)
        alarm_periods(self.short_s)
        if self.short_s >= self.long_s:
            refuse("short_s", self.short_s, f"less than long_s = {self.long_s}")
        if not 0 < self.budget_share < 1:
            refuse("budget_share", self.budget_share, "a share above 0 and below 1")


WINDOWS: Final[tuple[BurnWindow, ...]] = (
    BurnWindow(name="1h", long_s=HOUR_S, short_s=5 * MINUTE_S, budget_share=0.02, urgency=Urgency.PAGE),
    BurnWindow(name="6h", long_s=6 * HOUR_S, short_s=30 * MINUTE_S, budget_share=0.05, urgency=Urgency.PAGE),
    BurnWindow(name="3d", long_s=3 * DAY_S, short_s=6 * HOUR_S, budget_share=0.10, urgency=Urgency.TICKET),
)
"""For a period of 30 days: 14.4, 6 and 1 times the allowed rate."""


@dataclass(frozen=True)
class Objective:
    """What is promised: a share of good requests over a period. The windows are made for 30 days.

    Attributes:
        target: Share of good requests, above 0 and below 1, such as 0.999.
        period_days: Length of the period in days, 7 to 90.
    """

    target: float
    period_days: int = 30

    def __post_init__(self) -> None:
        finite_number("target", self.target, 0, above=True)
        if self.target >= 1:
            refuse("target", self.target, "a share below 1: a promise of no failure at all has no budget")
        whole_number("period_days", self.period_days, 7, 90)

    @property
    def budget(self) -> float:
        """Share of requests that may fail: 0.001 for a target of 0.999."""
        return 1 - self.target

    @property
    def period_s(self) -> int:
        """Length of the period in seconds."""
        return self.period_days * DAY_S

    def allowed_failures(self, requests: int) -> float:
        """Requests out of ``requests`` that may fail."""
        return whole_number("requests", requests, 0) * self.budget

    def budget_left(self, requests: int, failures: int) -> float:
        """Share of the budget that is left after these requests; negative when the objective is missed.

        Without requests nothing was used, so all of it is left.

        Raises:
            ValueError: More failures than requests, or a negative count.
        """
        whole_number("requests", requests, 0)
        whole_number("failures", failures, 0, requests)
        return 1.0 if not requests else 1 - failures / (requests * self.budget)

    def burn_rate(self, window: BurnWindow) -> float:
        """How many times the allowed rate burns the window's share of the budget within the window."""
        return window.budget_share * self.period_s / window.long_s

    def failure_share(self, window: BurnWindow) -> float:
        """Share of failed requests from which on the window's alarm is raised.

        Raises:
            ValueError: It would be 1 or more: not even a total failure would raise the alarm.
        """
        share = self.burn_rate(window) * self.budget
        if share >= 1:
            refuse(
                "target", self.target, f"more than {1 - 1 / self.burn_rate(window):.4g} for the window {window.name}"
            )
        return share

    def days_to_exhaustion(self, burn_rate: float) -> float:
        """Days until a full budget is gone at this burn rate; infinite at 0."""
        rate = finite_number("burn_rate", burn_rate, 0)
        return math.inf if rate == 0 else self.period_days / rate


def least_target(period_days: int = 30, windows: tuple[BurnWindow, ...] = WINDOWS) -> float:
    """The target that an objective must be above so that each window can raise its alarm.

    >>> round(least_target(), 4)
    0.9306
    """
    return 1 - 1 / max(Objective(0.5, period_days).burn_rate(window) for window in windows)
