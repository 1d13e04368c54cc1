"""What a stop changes and what takes it back: nothing of somebody else's is overwritten, nothing is lost on the way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.restorations import restoration
from domain.stops import (
    Bounds,
    Capacity,
    Change,
    Dimension,
    RecordState,
    StopRecord,
    Suspension,
    Unit,
    merged,
    removed,
    scaled_down,
    suspended,
)

counts = st.integers(0, 20)
suspensions = st.builds(Suspension, st.booleans(), st.booleans(), st.booleans())


@st.composite
def bounds(draw: st.DrawFn) -> Bounds:
    least = draw(counts)
    return Bounds(least, least + draw(counts), draw(suspensions))


@st.composite
def capacities(draw: st.DrawFn) -> Capacity:
    found = draw(st.none() | bounds())
    if found is None:
        return Capacity(draw(counts))
    return Capacity(draw(st.integers(found.minimum, found.maximum)), found)


units = st.builds(
    Unit,
    resource_id=st.just("endpoint/e/variant/v"),
    dimension=st.sampled_from(Dimension),
    capacity=capacities(),
    has_schedule=st.booleans(),
    wakes_up=st.booleans(),
)
stops = st.sampled_from([lambda unit: scaled_down([unit], 0), lambda unit: suspended([unit])])


def change(before: Capacity, after: Capacity) -> Change:
    return Change("endpoint/e/variant/v", Dimension.INSTANCES, before, after)


@given(units, st.integers(0, 3))
def test_scaling_down_never_adds_and_never_goes_below_the_floor(unit: Unit, target: int) -> None:
    for made in scaled_down([unit], target):
        floor = target if unit.wakes_up else max(1, target)
        assert made.after.desired <= made.before.desired
        assert made.after.desired >= min(floor, made.before.desired)
        if made.after.bounds is not None and made.before.bounds is not None:
            assert made.after.bounds.minimum <= made.after.desired
            assert made.after.bounds.maximum == made.before.bounds.maximum
            assert made.after.bounds.suspension == made.before.bounds.suspension


@given(units)
def test_what_is_at_the_floor_changes_nothing(unit: Unit) -> None:
    for made in scaled_down([unit], 0):
        assert not list(scaled_down([replace(unit, capacity=made.after)], 0)), "a second run finds nothing to do"


def test_a_negative_target_is_refused() -> None:
    with pytest.raises(ValueError, match="target = -1 is not accepted: 0 or more"):
        list(scaled_down([], -1))


@given(units)
def test_suspending_holds_schedules_only(unit: Unit) -> None:
    found = list(suspended([unit]))
    assert bool(found) == (
        unit.has_schedule and unit.capacity.bounds is not None and not unit.capacity.bounds.suspension.schedule
    )
    for made in found:
        assert made.after.bounds is not None
        assert made.before.bounds is not None
        assert made.after.bounds.suspension == replace(made.before.bounds.suspension, schedule=True)
        assert replace(made.after, bounds=made.before.bounds) == made.before


@given(units, stops)
def test_taking_back_at_once_brings_back_what_was_there(unit: Unit, stop: object) -> None:
    for made in stop(unit):  # type: ignore[operator]
        back = restoration(made, made.after)
        assert back.change is not None
        assert back.change.after == made.before
        assert restoration(made, made.before).change is None, "twice does nothing more"


@given(units, stops, st.data())
def test_a_stop_that_ended_half_way_is_taken_back_whole(unit: Unit, stop: object, data: st.DataObject) -> None:
    """Bounds are set before capacity, or after it: each may stand as before or as after."""
    for made in stop(unit):  # type: ignore[operator]
        desired = data.draw(st.sampled_from([made.before.desired, made.after.desired]))
        limits = data.draw(st.sampled_from([made.before.bounds, made.after.bounds]))
        present = Capacity(desired, limits)
        back = restoration(made, present)
        assert not back.conflict
        assert (back.change.after if back.change else present) == made.before


@given(units, stops, bounds())
def test_bounds_that_somebody_set_since_are_not_overwritten(unit: Unit, stop: object, now: Bounds) -> None:
    for made in stop(unit):  # type: ignore[operator]
        before, after = made.before.bounds, made.after.bounds
        assume(before is not None and after is not None)
        present = Capacity(min(max(made.after.desired, now.minimum), now.maximum), now)
        back = restoration(made, present)
        for what in ("minimum", "maximum", "suspension"):
            was, left, stands = (getattr(one, what) for one in (before, after, now))
            if was != left and stands not in (was, left):
                assert back.change is None
                assert what in back.conflict
            elif back.change is not None and was == left:
                assert getattr(back.change.after.bounds, what) == stands, "what the stop did not touch stays"
        forced = restoration(made, present, force=True)
        assert (forced.change.after if forced.change else present).bounds == before


def test_scaling_inside_the_bounds_is_no_conflict_and_is_left_alone() -> None:
    made = change(Capacity(2, Bounds(2, 6)), Capacity(1, Bounds(1, 6)))
    back = restoration(made, Capacity(5, Bounds(1, 6)))
    assert back.change is not None
    assert back.change.after == Capacity(5, Bounds(2, 6)), "traffic came: its five instances stay"


def test_a_minimum_comes_back_no_higher_than_what_a_schedule_allows_now() -> None:
    """Stopped at noon, restored in the evening: off hours there is at most one."""
    made = change(Capacity(2, Bounds(2, 4)), Capacity(1, Bounds(1, 4)))
    assert restoration(made, Capacity(1, Bounds(1, 1))) == restoration(made, made.before)
    back = restoration(made, Capacity(1, Bounds(1, 3))).change
    assert back is not None
    assert back.after == Capacity(2, Bounds(2, 3))


@given(units, stops, counts)
def test_bounds_that_come_back_are_in_order_whatever_the_largest_is_now(unit: Unit, stop: object, most: int) -> None:
    for made in stop(unit):  # type: ignore[operator]
        assume(made.after.bounds is not None)
        now = replace(made.after.bounds, maximum=max(most, made.after.bounds.minimum))
        back = restoration(made, Capacity(min(max(made.after.desired, now.minimum), now.maximum), now)).change
        if back is not None:
            assert back.after.bounds is not None
            assert back.after.bounds.minimum <= back.after.desired <= back.after.bounds.maximum


@pytest.mark.parametrize(
    ("present", "message"),
    [
        (None, "endpoint/e/variant/v is gone"),
        (Capacity(1), "its scalable target is gone; it stays as it is unless this is forced"),
        (Capacity(1, Bounds(3, 6)), "its minimum is 3 now, set by a schedule or by somebody else"),
    ],
)
def test_what_changed_since_is_named(present: Capacity | None, message: str) -> None:
    made = change(Capacity(2, Bounds(2, 6)), Capacity(1, Bounds(1, 6)))
    assert message in restoration(made, present).conflict


def test_capacity_without_a_target_that_somebody_set_since_is_named() -> None:
    made = change(Capacity(2), Capacity(1))
    assert "its capacity is 4 now" in restoration(made, Capacity(4)).conflict
    assert "it has a scalable target now" in restoration(made, Capacity(1, Bounds(1, 2))).conflict
    forced = restoration(made, Capacity(4), force=True).change
    assert forced is not None
    assert forced.after == Capacity(2)


@given(units)
def test_two_stops_in_a_row_are_taken_back_to_before_the_first(unit: Unit) -> None:
    """In between traffic scaled the unit up inside the bounds that the first stop left."""
    for first in scaled_down([unit], 0):
        limits = first.after.bounds
        if limits is None:
            continue
        up = replace(unit, capacity=Capacity(limits.maximum, limits))
        for second in scaled_down([up], 0):
            (kept,) = merged([first], [second])
            assert kept.before == first.before
            assert kept.after == second.after


@given(units, capacities())
def test_what_was_set_anew_between_two_stops_counts_as_before(unit: Unit, anew: Capacity) -> None:
    for first in scaled_down([unit], 0):
        assume(anew.bounds != first.after.bounds)
        for second in scaled_down([replace(unit, capacity=anew)], 0):
            assert merged([first], [second]) == (second,)


def test_a_unit_of_an_earlier_stop_is_not_forgotten() -> None:
    one = change(Capacity(3), Capacity(1))
    other = replace(one, resource_id="endpoint/e/variant/w")
    assert merged([one], [other]) == (one, other)


@given(units)
def test_a_deletion_remembers_everything_that_ran(unit: Unit) -> None:
    assert [one.before for one in removed([unit])] == [unit.capacity]


@given(capacities(), capacities())
def test_a_stored_change_is_read_back(before: Capacity, after: Capacity) -> None:
    made = change(before, after)
    assert Change.from_json(made.to_json()) == made


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"resource_id": "r", "dimension": "d", "before": {}, "after": {}}'])
def test_what_is_no_change_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"change = .* is not accepted: what Change\.to_json wrote"):
        Change.from_json(text)


def test_each_state_of_a_record_is_a_version_of_its_own() -> None:
    record = StopRecord("e", RecordState.STOPPING, (), None, "idle", "2026-11-26T00:00:00+00:00")
    after = record.next(RecordState.STOPPED, "2026-11-26T00:00:01+00:00")
    assert (after.version, after.state, after.reason) == (2, RecordState.STOPPED, "idle")
