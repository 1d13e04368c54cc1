"""A sample forgets nobody for good."""

from __future__ import annotations

import random
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from lambdas.keep_lease.sample import Sample


@given(st.integers(1, 20), st.integers(0, 60), st.randoms(use_true_random=False))
def test_it_keeps_so_many_of_those_that_were_added(most: int, count: int, chance: random.Random) -> None:
    sample = Sample[int](most, chance.random)
    for item in range(count):
        sample.add(item)
    assert len(sample.kept) == len(set(sample.kept)) == min(most, count)
    assert set(sample.kept) <= set(range(count))


def test_each_is_as_likely_as_any_other() -> None:
    chance, drawn = random.Random(8), Counter[int]()
    for _ in range(2_000):
        sample = Sample[int](2, chance.random)
        for item in range(10):
            sample.add(item)
        drawn.update(sample.kept)
    assert all(300 < drawn[item] < 500 for item in range(10))  # 400 expected, a standard deviation is 18
