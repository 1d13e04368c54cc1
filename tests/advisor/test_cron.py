from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from advisor.costing.cron import firings, firings_a_month
from advisor.errors import NotKnownError

ON = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("expression", "in_a_year"),
    [
        ("rate(15 minutes)", 365 * 96),
        ("rate(1 hour)", 365 * 24),
        ("rate(1 day)", 365),
        ("cron(0 9 * * ? *)", 365),
        ("cron(0/15 * ? * * *)", 365 * 96),
        ("cron(*/20 8-17 ? * MON-FRI *)", 261 * 10 * 3),
        ("cron(0 0 1 * ? *)", 12),
        ("cron(0 0 LW * ? *)", 12),
        ("cron(0 0 ? * L *)", 52),
        ("cron(0 0 24-26 DEC ? 2026)", 3),
        ("cron(0 0 26 11 ? *)", 1),
        ("cron(0 0 1 1 ? 1999)", 0),
        ("at(2026-12-24T18:00:00)", 1),
        ("at(2025-12-24T18:00:00)", 0),
        ("at(2027-11-25T23:59:59)", 1),
        ("at(2027-11-26T00:00:00)", 0),
    ],
)
def test_a_month_has_a_twelfth_of_the_years_firings(expression: str, in_a_year: int) -> None:
    assert firings_a_month(expression, ON) * 12 == pytest.approx(in_a_year)


def test_firings_are_in_utc_and_follow_the_clocks_of_their_zone() -> None:
    begin, end = datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 3, 31, tzinfo=UTC)
    found = list(firings("cron(0 9 * * ? *)", "Europe/London", begin, end))
    assert found == [
        datetime(2026, 3, 28, 9, tzinfo=UTC),
        datetime(2026, 3, 29, 8, tzinfo=UTC),
        datetime(2026, 3, 30, 8, tzinfo=UTC),
    ]


def test_a_single_firing_is_in_its_zone_and_only_within_the_span() -> None:
    begin, end = datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC)
    assert list(firings("at(2026-12-24T18:00:00)", "Asia/Tokyo", begin, end)) == [datetime(2026, 12, 24, 9, tzinfo=UTC)]
    assert list(firings("at(2027-12-24T18:00:00)", "Asia/Tokyo", begin, end)) == []


@pytest.mark.parametrize(
    "expression", ["cron(60 9 * * ? *)", "cron(0 9 99 2 ? *)", "0 9 * * ? *", "rate(5 weeks)", "at(2026-12-24)", ""]
)
def test_an_expression_that_cannot_be_read_is_not_guessed(expression: str) -> None:
    with pytest.raises(NotKnownError, match="is not accepted"):
        firings_a_month(expression, ON)


@pytest.mark.parametrize(
    ("expression", "zone"),
    [("cron(0 9 * * ? *)", "Mars/Olympus"), ("cron(* * * * ? *)", "UTC"), ("rate(1 hour)", "UTC"), ("at(x)", "UTC")],
)
def test_a_capacity_that_changes_at_unknown_times_or_all_the_time_is_not_guessed(expression: str, zone: str) -> None:
    with pytest.raises(NotKnownError):
        list(firings(expression, zone, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)))
