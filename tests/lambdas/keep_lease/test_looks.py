"""The looks of a minute are evenly spread and end before the next minute's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.keep_lease.looks import SPARE_S, Pace
from tests.lambdas.conftest import FakeTime


def paced(looks: int, takes_s: list[float]) -> tuple[FakeTime, list[float], list[float], int]:
    time, began, until = FakeTime(1000.0), list[float](), list[float]()
    durations = iter(takes_s)

    def look(until_s: float) -> int:
        began.append(time.now)
        until.append(until_s)
        time.now += next(durations, 0.0)
        return len(began)

    last, made = Pace(looks, time.clock, time.sleep)(look)
    assert last == made == len(began)
    return time, began, until, made


@pytest.mark.parametrize("looks", [1, 2, 6, 12])
def test_looks_are_evenly_spread(looks: int) -> None:
    time, began, until, made = paced(looks, [])
    assert made == looks
    assert began == [1000 + number * 60 / looks for number in range(looks)]
    assert until == [start + 60 / looks - SPARE_S for start in began]
    assert time.now <= 1060 - 60 / looks


def test_a_look_that_takes_long_costs_the_next_ones_and_none_is_made_up_for() -> None:
    _, began, until, made = paced(6, [25.0])
    assert (made, began) == (4, [1000, 1030, 1040, 1050])
    assert until[1] == 1039


@given(looks=st.integers(1, 12), takes_s=st.lists(st.floats(0, 30), max_size=12))
def test_no_look_begins_in_the_next_minute_and_none_begins_early(looks: int, takes_s: list[float]) -> None:
    _, began, until, made = paced(looks, takes_s)
    part_s = 60 / looks
    assert 1 <= made <= looks
    assert all(start < 1060 for start in began)
    assert all(stop <= 1060 - SPARE_S + 1e-6 for stop in until)
    assert all(abs((start - 1000) / part_s - round((start - 1000) / part_s)) < 1e-6 for start in began)
    assert began == sorted(set(began))


def test_a_clock_that_is_set_back_ends_all_the_same() -> None:
    _, _, _, made = paced(3, [-100.0, -100.0, -100.0])
    assert made == 3


def test_a_look_that_fails_costs_no_other_and_is_told() -> None:
    time, began = FakeTime(1000.0), list[float]()

    def look(_: float) -> None:
        began.append(time.now)
        if len(began) == 2:
            raise ZeroDivisionError("a mistake")

    with pytest.raises(ZeroDivisionError, match="a mistake"):
        Pace(6, time.clock, time.sleep)(look)
    assert began == [1000, 1010, 1020, 1030, 1040, 1050]
