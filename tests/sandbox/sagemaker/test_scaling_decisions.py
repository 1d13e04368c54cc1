"""Alarm states, capacity steps and patches: the pure parts of scaling."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sandbox.scaling.adjustment import Bounds, matching_step, step_capacity, tracked_capacity
from sandbox.scaling.alarm_state import AlarmRule, AlarmState, Sample, datapoints, decide, statistic
from sandbox.scaling.json_patch import PatchError, apply_patch

OK, ALARM, NONE = AlarmState.OK, AlarmState.ALARM, AlarmState.INSUFFICIENT_DATA
WAKE_UP = {
    "AdjustmentType": "ChangeInCapacity",
    "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}],
}


def rule(
    n: int = 1, m: int = 1, missing: str = "missing", comparison: str = "GreaterThanOrEqualToThreshold"
) -> AlarmRule:
    return AlarmRule("Sum", comparison, 1.0, n, m, missing)


@pytest.mark.parametrize(
    ("points", "n", "m", "missing", "present", "after"),
    [
        ([1], 1, 1, "missing", OK, ALARM),
        ([0], 1, 1, "missing", ALARM, OK),
        ([None], 1, 1, "missing", ALARM, NONE),
        ([None], 1, 1, "ignore", ALARM, ALARM),
        ([None], 1, 1, "breaching", OK, ALARM),
        ([None], 1, 1, "notBreaching", ALARM, OK),
        ([1, 0, 1], 3, 2, "missing", OK, ALARM),
        ([1, 0, 0], 3, 2, "missing", ALARM, OK),
        ([1, None, None], 3, 2, "missing", OK, OK),
        ([1, None, None], 3, 2, "breaching", OK, ALARM),
        ([1, None, None], 3, 2, "notBreaching", ALARM, OK),
        ([1, 1, None], 3, 3, "missing", ALARM, ALARM),
    ],
)
def test_states_as_cloudwatch_documents_them(
    points: list[float | None], n: int, m: int, missing: str, present: AlarmState, after: AlarmState
) -> None:
    assert decide(rule(n, m, missing), points, present) is after


@given(
    st.lists(st.one_of(st.none(), st.floats(-5, 5)), min_size=3, max_size=3),
    st.sampled_from(["breaching", "notBreaching"]),
)
def test_with_gaps_filled_an_alarm_is_always_decided(points: list[float | None], missing: str) -> None:
    one = rule(3, 2, missing)
    assert len({decide(one, points, present) for present in AlarmState}) == 1


@given(st.floats(-10, 10), st.floats(0, 5))
def test_a_higher_value_never_ends_an_alarm(value: float, more: float) -> None:
    if decide(rule(), [value], OK) is ALARM:
        assert decide(rule(), [value + more], OK) is ALARM


def test_samples_fall_into_their_periods() -> None:
    samples = [Sample(at, 1, 1, 1) for at in (99.5, 98.5, 98.2, 95.0, 100.5)]
    assert datapoints(samples, rule(3, 1), 100.0, 1.0) == [None, 2, 1]


def test_statistics() -> None:
    samples = [Sample(0, value, value, value) for value in (1.0, 2.0, 9.0)] + [Sample(0, 8, 1, 5, 4)]
    found = {
        name: statistic(samples, name)
        for name in ("Sum", "SampleCount", "Average", "Minimum", "Maximum", "p50", "p100")
    }
    assert found == {"Sum": 20, "SampleCount": 7, "Average": 20 / 7, "Minimum": 1, "Maximum": 9, "p50": 2, "p100": 9}
    with pytest.raises(ValueError, match="statistic is 'median'; accepted"):
        statistic(samples, "median")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"comparison": "Equals"}, "comparison is 'Equals'"),
        ({"datapoints": 4}, "accepted: 1 to periods"),
        ({"missing": "x"}, "missing is 'x'"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(change: dict[str, object], said: str) -> None:
    values = {"statistic": "Sum", "comparison": "LessThanThreshold", "threshold": 1.0, "periods": 3, **change}
    with pytest.raises(ValueError, match=said):
        AlarmRule(**values)  # type: ignore[arg-type]  # the values are wrong on purpose


def test_the_wake_up_step_adds_one_copy_and_no_more_than_the_maximum() -> None:
    assert step_capacity(WAKE_UP, current=0, breach=0, bounds=Bounds(0, 2)) == 1
    assert step_capacity(WAKE_UP, current=2, breach=7, bounds=Bounds(0, 2)) == 2
    assert step_capacity(WAKE_UP, current=1, breach=-1, bounds=Bounds(0, 2)) == 1


@pytest.mark.parametrize(
    ("kind", "amount", "current", "after"),
    [
        ("ExactCapacity", 7, 3, 7),
        ("ExactCapacity", 70, 3, 10),
        ("PercentChangeInCapacity", 10, 4, 5),
        ("PercentChangeInCapacity", 50, 5, 7),
        ("PercentChangeInCapacity", -10, 4, 3),
        ("PercentChangeInCapacity", -50, 5, 3),
        ("ChangeInCapacity", -9, 4, 0),
    ],
)
def test_adjustments(kind: str, amount: int, current: int, after: int) -> None:
    policy = {"AdjustmentType": kind, "StepAdjustments": [{"ScalingAdjustment": amount}]}
    assert step_capacity(policy, current=current, breach=1, bounds=Bounds(0, 10)) == after


def test_steps_meet_without_gap_or_overlap() -> None:
    steps = [
        {"MetricIntervalUpperBound": -5, "ScalingAdjustment": -2},
        {"MetricIntervalLowerBound": -5, "MetricIntervalUpperBound": 0, "ScalingAdjustment": -1},
        {"MetricIntervalLowerBound": 0, "MetricIntervalUpperBound": 5, "ScalingAdjustment": 1},
        {"MetricIntervalLowerBound": 5, "ScalingAdjustment": 2},
    ]
    found = {breach: matching_step(steps, breach) for breach in (-6, -5, -4, 0, 4, 5, 6)}
    assert [step["ScalingAdjustment"] if step else None for step in found.values()] == [-2, -2, -1, 1, 1, 2, 2]


BOUNDS = st.tuples(st.integers(0, 5), st.integers(0, 20)).map(lambda pair: Bounds(pair[0], sum(pair)))


@given(BOUNDS, st.integers(1, 30), st.floats(0, 1000), st.floats(0.1, 100))
@example(Bounds(0, 1), 1, 5e-324, 2.0)
def test_target_tracking_stays_within_bounds_and_sleeps_only_without_calls(
    bounds: Bounds, current: int, value: float, target: float
) -> None:
    after = tracked_capacity(current=current, value=value, target=target, bounds=bounds)
    assert bounds.low <= after <= bounds.high
    if after == 0 and bounds.high > 0:
        assert value == 0
    assert tracked_capacity(current=0, value=value, target=target, bounds=bounds) == 0


@given(BOUNDS, st.integers(0, 30), st.floats(-10, 10), st.integers(-9, 9))
def test_steps_stay_within_bounds(bounds: Bounds, current: int, breach: float, amount: int) -> None:
    policy = {"AdjustmentType": "ChangeInCapacity", "StepAdjustments": [{"ScalingAdjustment": amount}]}
    assert bounds.low <= step_capacity(policy, current=current, breach=breach, bounds=bounds) <= bounds.high


def test_impossible_bounds_and_targets_are_refused() -> None:
    with pytest.raises(ValueError, match="bounds are 3 to 2"):
        Bounds(3, 2)
    with pytest.raises(ValueError, match="target is 0"):
        tracked_capacity(current=1, value=1, target=0, bounds=Bounds(0, 1))


def test_patches_as_rfc_6902_has_them() -> None:
    document = {"a": {"b": 1}, "l": [1, 2], "x/y": 0}
    after = apply_patch(
        document,
        [
            {"op": "test", "path": "/a/b", "value": 1},
            {"op": "replace", "path": "/a/b", "value": 2},
            {"op": "add", "path": "/l/1", "value": 9},
            {"op": "add", "path": "/l/-", "value": 8},
            {"op": "remove", "path": "/l/0"},
            {"op": "replace", "path": "/l/0", "value": 7},
            {"op": "copy", "from": "/a", "path": "/c"},
            {"op": "move", "from": "/x~1y", "path": "/z"},
        ],
    )
    assert after == {"a": {"b": 2}, "c": {"b": 2}, "l": [7, 2, 8], "z": 0}
    assert document == {"a": {"b": 1}, "l": [1, 2], "x/y": 0}
    assert apply_patch(document, [{"op": "replace", "path": "", "value": 1}]) == 1


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "replace", "path": "/nope", "value": 1},
        {"op": "remove", "path": "/nope"},
        {"op": "add", "path": "/l/9", "value": 1},
        {"op": "test", "path": "/a", "value": 2},
        {"op": "fly", "path": "/a"},
        {"op": "add", "path": "a", "value": 1},
        {"op": "add", "path": "/a"},
    ],
)
def test_a_patch_that_does_not_fit_is_named(operation: dict[str, object]) -> None:
    with pytest.raises(PatchError, match="operation 0"):
        apply_patch({"a": 1, "l": []}, [operation])
