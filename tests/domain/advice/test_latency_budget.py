"""Where the time goes, and which stage breaks the target."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.advice.latency_budget import Stage, budget

CHAT = (
    Stage("receive", 50),
    Stage("auth", 100),
    Stage("retrieval", 200),
    Stage("inference", 1500),
    Stage("post-processing", 100),
    Stage("send", 50),
)


def test_a_chat_of_two_seconds_leaves_a_second_of_its_three() -> None:
    found = budget(CHAT)
    assert (found.total_ms, found.target_ms, found.breaks_at, found.fits) == (2000, 3000, None, True)
    assert found.left_for_inference_ms == 2500
    assert found.stages == CHAT


@pytest.mark.parametrize(
    ("inference_ms", "breaks_at"), [(2500, None), (2501, "send"), (2551, "post-processing"), (2651, "inference")]
)
def test_the_first_stage_whose_end_lies_past_the_target_breaks_it(inference_ms: float, breaks_at: str | None) -> None:
    stages = [Stage(stage.name, inference_ms if stage.name == "inference" else stage.ms) for stage in CHAT]
    found = budget(stages)
    assert found.breaks_at == breaks_at


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=8), st.floats(1, 1e6))
def test_it_breaks_somewhere_exactly_when_the_total_is_too_long(lengths: list[float], target: float) -> None:
    found = budget([Stage(f"stage {number}", ms) for number, ms in enumerate(lengths)], target)
    assert (found.breaks_at is None) == (found.total_ms <= target)


def test_others_that_take_all_leave_less_than_nothing() -> None:
    assert budget([Stage("retrieval", 400), Stage("inference", 1)], 300).left_for_inference_ms == -100


@pytest.mark.parametrize(
    ("stages", "target", "names"),
    [
        ((), 3000, "at least one stage"),
        ((Stage("a", 1), Stage("a", 2)), 3000, "name of its own"),
        (CHAT, 0, "target_ms"),
        (CHAT, math.nan, "target_ms"),
    ],
)
def test_a_budget_of_nothing_is_refused(stages: tuple[Stage, ...], target: float, names: str) -> None:
    with pytest.raises(ValueError, match=names):
        budget(stages, target)


@pytest.mark.parametrize("ms", [-1, math.nan, math.inf])
def test_a_stage_that_takes_no_time_that_can_be_is_refused(ms: float) -> None:
    with pytest.raises(ValueError, match="stage auth"):
        Stage("auth", ms)
