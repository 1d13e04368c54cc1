"""The bounded map keeps the order, takes few items at a time, and stops after an error."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.bounded import bounded_map


@given(st.lists(st.integers(), max_size=60), st.integers(1, 8))
def test_results_come_in_the_order_of_their_items(items: list[int], workers: int) -> None:
    assert list(bounded_map(lambda item: item * 2, items, workers)) == [item * 2 for item in items]


def test_no_more_items_are_taken_than_the_window() -> None:
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        for index in range(1000):
            taken += 1
            yield index

    results = bounded_map(lambda item: item, items(), 4)
    assert next(results) == 0
    assert taken == 8
    results.close()  # type: ignore[attr-defined]  # it is a generator


def test_items_run_at_the_same_time() -> None:
    together = threading.Barrier(3, timeout=5)
    assert len(list(bounded_map(lambda _: together.wait(), range(3), 3))) == 3


def test_nothing_new_starts_after_an_error() -> None:
    started: list[int] = []

    def work(item: int) -> int:
        started.append(item)
        if item == 0:
            raise RuntimeError("first")
        return item

    with pytest.raises(RuntimeError, match="first"):
        list(bounded_map(work, range(1000), 1))
    assert len(started) <= 3
