"""The population stability index: zero for the same, above zero otherwise, and what chance explains is no drift."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.training.drift import category_drift, chance_index, column_drift, stability_index
from domain.training.profile import parse_profile
from domain.training.profiling import Sample, bin_counts, histogram_edges
from tests.domain.training.tables import SALES, csv_of, plan_of, profile_of, read, sales_rows

counts = st.lists(st.integers(0, 10**6), min_size=2, max_size=12)
pairs = st.integers(2, 12).flatmap(lambda n: st.tuples(*[st.lists(st.integers(0, 10**6), min_size=n, max_size=n)] * 2))
values = st.lists(st.none() | st.floats(-1e6, 1e6), min_size=1, max_size=60)


@given(counts)
def test_the_same_has_not_moved(found: list[int]) -> None:
    assert stability_index(found, found) == 0.0
    assert not column_drift("x", found, found).exceeds(0.001)


@given(pairs)
def test_it_is_never_below_zero_and_symmetric(both: tuple[list[int], list[int]]) -> None:
    one, two = both
    assert stability_index(one, two) >= 0.0
    assert stability_index(one, two) == pytest.approx(stability_index(two, one))
    assert chance_index(one, two) >= 0.0


def test_known_values() -> None:
    moved = column_drift("x", [1000] * 10, [2000] * 5 + [0] * 5)
    assert moved.psi > 4
    assert moved.exceeds(0.2)
    slight = column_drift("x", [1000, 1000], [1050, 950])
    assert slight.psi == pytest.approx(0.0025, abs=1e-4)
    assert not slight.exceeds(0.2)


def test_samples_of_one_source_do_not_drift_however_small_they_are() -> None:
    random_ = random.Random(7)
    exceeded = 0
    for rows in (50, 100, 500, 5000):
        for _ in range(100):
            old, new = ([random_.gauss(0, 1) for _ in range(rows)] for _ in range(2))
            edges = histogram_edges(old, min(old), max(old))
            exceeded += column_drift("x", bin_counts(edges, old), bin_counts(edges, new)).exceeds(0.2)
    assert exceeded == 0


@pytest.mark.parametrize("rows", [100, 1000])
def test_a_shift_by_one_deviation_is_drift(rows: int) -> None:
    random_ = random.Random(7)
    old, new = [random_.gauss(0, 1) for _ in range(rows)], [random_.gauss(1, 1) for _ in range(rows)]
    edges = histogram_edges(old, min(old), max(old))
    assert column_drift("x", bin_counts(edges, old), bin_counts(edges, new)).exceeds(0.2)


@given(values)
def test_edges_rise_and_hold_every_value_of_their_own_data(found: list[float | None]) -> None:
    present = [value for value in found if value is not None]
    if not present:
        return
    edges = histogram_edges(found, min(present), max(present))
    assert all(one < two for one, two in pairwise(edges))
    binned = bin_counts(edges, found)
    assert len(binned) == len(edges) + 2
    assert sum(binned) == len(found)
    assert binned[-1] == len(found) - len(present)
    assert binned[0] == binned[-2] == 0  # below and above: empty, until new data leaves the range


def test_a_column_that_was_always_the_same_has_drifted_when_it_is_not() -> None:
    edges = histogram_edges([5.0] * 1000, 5.0, 5.0)
    for new in (4.0, 6.0):
        found = bin_counts(edges, [5.0] * 500 + [new] * 500)
        assert column_drift("x", bin_counts(edges, [5.0] * 1000), found).exceeds(0.2)


def test_new_categories_are_drift_and_so_are_nulls() -> None:
    old = {"a": 500, "b": 500}
    assert not category_drift("x", old, {"a": 490, "b": 510}).exceeds(0.2)
    assert category_drift("x", old, {"a": 300, "b": 300, "new": 400}).exceeds(0.2)
    assert category_drift("x", old, {"a": 300, "b": 300, "": 400}).exceeds(0.2)


@given(sales_rows(least=1))
def test_a_profile_survives_its_own_document(rows: list[dict[str, object]]) -> None:
    profile = profile_of(read(plan_of(SALES), csv_of(rows)))
    again = parse_profile(profile.to_json())
    assert again == profile
    assert again.to_json() == profile.to_json()
    assert profile.rows == len(rows)
    assert profile.duplicates == len(rows) - len({csv_of([row]) for row in rows})
    for name in ("y", "amount", "count"):
        present = [row[name] for row in rows if row[name] is not None]
        column = profile.columns[name]
        assert (column.nulls, column.distinct) == (len(rows) - len(present), len(set(present)))
        if present:
            assert column.min == min(present)  # type: ignore[type-var]
            assert column.max == max(present)  # type: ignore[type-var]
    assert profile.columns["shop"].categories == {
        shop: sum(row["shop"] == shop for row in rows) for shop in {row["shop"] for row in rows}
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        '{"format":1}',
        '{"format":1,"rows":0,"duplicates":0,"bytes":1,"sha256":"a","ignored":[],"ignored_count":0}',
        "[]",
    ],
)
def test_what_is_no_profile_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_profile(text)


def test_a_sample_stays_bounded_and_fair() -> None:
    random_ = random.Random(3)
    sample = Sample(1, most=500)
    for start in range(0, 20_000, 100):
        sample.add([random_.getrandbits(64) for _ in range(100)], [[float(start + place) for place in range(100)]])
    kept = [float(value) for value in sample.columns[0] if value is not None]
    assert 200 <= len(kept) <= 500
    assert 8_000 < sum(kept) / len(kept) < 12_000


def test_a_sample_of_one_row_over_and_over_ends() -> None:
    sample = Sample(1, most=10)
    sample.add([0] * 50, [[1.0] * 50])
    assert len(sample.columns[0]) == 50
