"""Steps on a latency: every latency above the threshold is in exactly one of them, and more of it never adds less."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.capacity.steps import LatencyStep, StepBounds, step_bounds


@st.composite
def ladders(draw: st.DrawFn) -> list[LatencyStep]:
    starts = sorted(draw(st.sets(st.integers(1, 600_000), max_size=8)))
    adds = sorted(draw(st.sets(st.integers(1, 100), min_size=len(starts) + 1, max_size=len(starts) + 1)))
    return [LatencyStep(above, add) for above, add in zip([0, *starts], adds, strict=True)]


def acting(bounds: tuple[StepBounds, ...], above_us: int) -> list[int]:
    """As Application Auto Scaling chooses above a threshold: the lower bound is in, the upper is not."""
    return [one.add for one in bounds if one.lower <= above_us and (one.upper is None or above_us < one.upper)]


def test_half_a_second_is_500000_microseconds() -> None:
    found = step_bounds([LatencyStep(0, 1), LatencyStep(500, 2)])
    assert found == (StepBounds(0, 500_000, 1), StepBounds(500_000, None, 2))


@given(ladders(), st.integers(0, 2_000_000_000), st.integers(0, 2_000_000_000))
def test_one_step_acts_at_every_latency_and_a_larger_breach_never_adds_less(
    steps: list[LatencyStep], one: int, other: int
) -> None:
    bounds = step_bounds(steps)
    low, high = sorted((one, other))
    assert len(acting(bounds, low)) == len(acting(bounds, high)) == 1
    assert acting(bounds, low) <= acting(bounds, high)
    assert all(before.upper == after.lower for before, after in pairwise(bounds)), "no gap, no overlap"
    assert bounds[-1].upper is None


@pytest.mark.parametrize(
    ("steps", "text"),
    [
        ([], "steps = 0 is not accepted: 1 to 20 steps"),
        ([LatencyStep(number, number + 1) for number in range(21)], "steps = 21"),
        ([LatencyStep(100, 1)], r"steps\[0\].above_ms = 100 is not accepted: 0, the threshold itself"),
        ([LatencyStep(0, 1), LatencyStep(0, 2)], r"steps\[1\].above_ms = 0 is not accepted: more than 0"),
        ([LatencyStep(0, 2), LatencyStep(5, 2)], r"steps\[1\].add = 2 is not accepted: more than 2"),
        ([LatencyStep(0, 3), LatencyStep(5, 1)], r"steps\[1\].add = 1"),
        ([LatencyStep(0, 0)], r"steps\[0\].add = 0"),
        ([LatencyStep(0, True)], r"steps\[0\].add = True"),
        ([LatencyStep(0, 1), LatencyStep(-1, 2)], r"steps\[1\].above_ms = -1"),
        ([LatencyStep(0.5, 1)], r"steps\[0\].above_ms = 0.5"),  # type: ignore[arg-type]
    ],
)
def test_steps_that_leave_a_gap_or_add_no_more_are_refused(steps: list[LatencyStep], text: str) -> None:
    with pytest.raises(ValueError, match=text):
        step_bounds(steps)
