"""Laws of objectives, budgets and burn rates, and the numbers of the SRE Workbook."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.slo import (
    DAY_S,
    HOUR_S,
    LONGEST_PERIOD_S,
    LONGEST_WINDOW_S,
    WINDOWS,
    BurnWindow,
    Objective,
    Urgency,
    alarm_periods,
    least_target,
)

targets = st.floats(0.94, 0.99999)
windows = st.sampled_from(WINDOWS)


def test_the_windows_are_those_of_the_workbook() -> None:
    objective = Objective(0.999)
    rates = [(window.name, window.urgency, round(objective.burn_rate(window), 6)) for window in WINDOWS]
    assert rates == [("1h", Urgency.PAGE, 14.4), ("6h", Urgency.PAGE, 6.0), ("3d", Urgency.TICKET, 1.0)]
    assert [window.long_s / window.short_s for window in WINDOWS] == [12, 12, 12]
    assert [round(objective.failure_share(window), 6) for window in WINDOWS] == [0.0144, 0.006, 0.001]


@given(targets)
def test_the_longer_the_window_the_lower_the_threshold_and_the_more_is_gone(target: float) -> None:
    objective = Objective(target)
    shares = [objective.failure_share(window) for window in WINDOWS]
    assert shares == sorted(shares, reverse=True)
    gone = [window.budget_share for window in WINDOWS]
    assert gone == sorted(gone)


@given(targets, targets, windows)
def test_a_stricter_promise_has_a_lower_threshold(one: float, other: float, window: BurnWindow) -> None:
    low, high = sorted((one, other))
    assert Objective(high).failure_share(window) <= Objective(low).failure_share(window)


@given(targets, windows)
def test_failing_at_the_threshold_for_the_window_uses_exactly_its_share_of_the_budget(
    target: float, window: BurnWindow
) -> None:
    objective, per_second = Objective(target), 1000.0
    failed = objective.failure_share(window) * per_second * window.long_s
    whole = objective.budget * per_second * objective.period_s
    assert failed / whole == pytest.approx(window.budget_share)


@given(targets, windows)
def test_a_total_failure_raises_every_alarm_and_a_kept_promise_no_page(target: float, window: BurnWindow) -> None:
    objective = Objective(target)
    assert 0 < objective.failure_share(window) < 1
    if window.urgency is Urgency.PAGE:
        assert objective.failure_share(window) > objective.budget


@given(targets, st.integers(0, 10**9), st.data())
def test_the_budget_is_used_in_proportion(target: float, requests: int, data: st.DataObject) -> None:
    objective = Objective(target)
    failures = data.draw(st.integers(0, requests))
    left = objective.budget_left(requests, failures)
    assert left <= 1
    assert (left == 1) == (failures == 0 or not requests)
    if failures < requests:
        assert objective.budget_left(requests, failures + 1) < left
    if requests:
        # The promise is kept exactly as long as something is left, away from the rounding of the last bit.
        allowed = objective.allowed_failures(requests)
        if abs(allowed - failures) > 1e-6 * max(1.0, allowed):
            assert (left > 0) == (failures < allowed)


@given(targets, st.floats(0.01, 1000))
def test_days_to_exhaustion_and_burn_rate_are_inverse(target: float, rate: float) -> None:
    objective = Objective(target)
    assert objective.days_to_exhaustion(rate) * rate == pytest.approx(objective.period_days)
    assert objective.days_to_exhaustion(0) == math.inf


@given(st.integers(1, LONGEST_WINDOW_S // 60))
def test_a_window_is_covered_exactly_or_refused(minutes: int) -> None:
    seconds = minutes * 60
    if seconds > DAY_S and seconds % DAY_S:
        with pytest.raises(ValueError, match="a multiple of 86400 above a day"):
            alarm_periods(seconds)
        return
    period, count = alarm_periods(seconds)
    assert period * count == seconds
    assert period <= LONGEST_PERIOD_S
    assert period % 60 == 0
    assert count == 1 or period >= HOUR_S, "more than a day takes periods of an hour or more"


def test_below_the_least_target_the_fastest_alarm_would_be_deaf() -> None:
    with pytest.raises(ValueError, match=r"target = 0.93 is not accepted: more than 0.9306 for the window 1h"):
        Objective(0.93).failure_share(WINDOWS[0])
    assert Objective(least_target() + 1e-6).failure_share(WINDOWS[0]) < 1


@pytest.mark.parametrize(
    ("target", "days", "message"),
    [
        (1.0, 30, "target = 1.0 is not accepted: a share below 1"),
        (0.0, 30, "target = 0.0 is not accepted"),
        (math.nan, 30, "target = nan"),
        (True, 30, "target = True"),
        (0.99, 6, "period_days = 6"),
        (0.99, 91, "period_days = 91"),
    ],
)
def test_what_is_no_promise_is_refused(target: float, days: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Objective(target, days)


@pytest.mark.parametrize(("requests", "failures"), [(-1, 0), (1, 2), (1, -1), (True, 0)])
def test_counts_that_cannot_be_are_refused(requests: int, failures: int) -> None:
    with pytest.raises(ValueError, match="is not accepted"):
        Objective(0.99).budget_left(requests, failures)


@pytest.mark.parametrize("seconds", [0, 30, 90, LONGEST_WINDOW_S + DAY_S])
def test_windows_that_cloudwatch_does_not_know_are_refused(seconds: int) -> None:
    with pytest.raises(ValueError, match="window_s"):
        alarm_periods(seconds)


def test_a_window_needs_a_shorter_one_and_a_share() -> None:
    with pytest.raises(ValueError, match="short_s = 3600 is not accepted: less than long_s"):
        BurnWindow(name="x", long_s=HOUR_S, short_s=HOUR_S, budget_share=0.1, urgency=Urgency.PAGE)
    with pytest.raises(ValueError, match="budget_share = 1"):
        BurnWindow(name="x", long_s=HOUR_S, short_s=60, budget_share=1, urgency=Urgency.PAGE)
