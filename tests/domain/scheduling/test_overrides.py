"""Overrides: who keeps what up until when; what cannot be one; what has expired has no effect."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.scheduling.overrides import Override, override_for, parse_overrides

FRIDAY = datetime(2026, 11, 27, 20, 0, tzinfo=timezone(timedelta(hours=9)))
GOOD = {
    "target": "realtime",
    "since": "2026-11-26T18:00:00+09:00",
    "until": "2026-11-27T20:00:00+09:00",
    "by": "ml-platform",
    "why": "load test",
}


def made(**changed: Any) -> Override:
    return parse_overrides([{**GOOD, **changed}])[0]


def test_an_override_has_effect_from_its_beginning_until_just_before_its_end() -> None:
    override = made()
    assert not override.active(override.since - timedelta(seconds=1))
    assert override.active(override.since)
    assert override.active(FRIDAY - timedelta(seconds=1))
    assert not override.active(FRIDAY)
    assert override.expired(FRIDAY)
    assert not override.expired(FRIDAY - timedelta(seconds=1))


@given(st.integers(-1000, 1000))
def test_it_is_never_active_and_expired_at_once(hours: int) -> None:
    override = made()
    now = FRIDAY.astimezone(UTC) + timedelta(hours=hours)
    assert not (override.active(now) and override.expired(now))
    assert override.active(now) == (override.since <= now < override.until)


def test_a_star_covers_everything_and_a_name_itself_alone() -> None:
    assert made(target="*").covers("anything")
    assert made().covers("realtime")
    assert not made().covers("serverless")


def test_the_one_that_lasts_longest_is_found_and_no_other_ones() -> None:
    longer = made(until="2026-11-28T20:00:00+09:00", target="*")
    other = made(target="serverless", until="2026-12-01T20:00:00+09:00")
    now = FRIDAY - timedelta(hours=1)
    assert override_for("realtime", [made(), longer, other], now) is longer
    assert override_for("realtime", [made(), longer, other], FRIDAY) is longer
    assert override_for("realtime", [made(), other], FRIDAY) is None


def test_it_says_who_and_why() -> None:
    told = made().describe()
    assert told == "realtime is kept up until 2026-11-27T20:00:00+09:00 by ml-platform: load test"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"until": "2026-11-27T20:00:00"}, "overrides[0].until = datetime"),
        ({"until": "Friday"}, "overrides[0].until = 'Friday' is not accepted: a time with its offset"),
        ({"since": ""}, "overrides[0].since = '' is not accepted"),
        ({"until": GOOD["since"]}, "overrides[0].until = '2026-11-26T18:00:00+09:00' is not accepted: after since"),
        ({"until": "2026-12-28T18:00:00+09:00"}, "overrides[0].until = '2026-12-28T18:00:00+09:00' is not accepted"),
        ({"by": ""}, "overrides[0].by = '' is not accepted: a non-empty string"),
        ({"why": None}, "overrides[0].why = None is not accepted"),
        ({"extra": 1}, "overrides[0] = {"),
    ],
)
def test_what_is_no_override_is_refused_by_number_field_and_value(changed: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 (the text is compared below)
        made(**changed)
    assert str(refused.value).startswith(told)


def test_31_days_are_accepted() -> None:
    assert made(until="2026-12-27T18:00:00+09:00").until - made().since == timedelta(days=31)


def test_an_item_that_is_no_object_is_refused() -> None:
    with pytest.raises(ValueError, match=r"overrides\[1\] = 'x' is not accepted: an object with exactly target"):
        parse_overrides([GOOD, "x"])  # type: ignore[list-item]
