"""Service times: the percentiles that were given, and slow requests that are slow for every pattern."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.simulation import Distribution, ExponentialTime, ObservedTime, ServiceTime

NORMALS = np.random.default_rng(1).standard_normal(400_000)
KINDS: list[Distribution] = [ServiceTime(80, 400), ExponentialTime(100), ObservedTime([20, 30, 100])]


def test_a_lognormal_time_has_the_percentiles_it_was_made_from() -> None:
    times = ServiceTime(80, 400).seconds(NORMALS) * 1000
    assert np.percentile(times, 50) == pytest.approx(80, rel=0.01)
    assert np.percentile(times, 99) == pytest.approx(400, rel=0.02)


def test_equal_percentiles_are_a_constant() -> None:
    assert set(ServiceTime(80, 80).seconds(NORMALS[:50])) == {0.08}


def test_an_exponential_time_deviates_as_much_as_its_mean() -> None:
    times = ExponentialTime(100).seconds(NORMALS)
    assert times.std() == pytest.approx(times.mean(), rel=0.02)
    assert (times > 0).all()


def test_observed_times_are_as_likely_as_one_another() -> None:
    times, counts = np.unique(ObservedTime([30, 20, 100]).seconds(NORMALS), return_counts=True)
    assert times.tolist() == [0.02, 0.03, 0.1]
    assert (counts / NORMALS.size) == pytest.approx([1 / 3] * 3, abs=0.005)


@pytest.mark.parametrize("kind", KINDS)
def test_the_mean_is_the_mean_of_what_is_drawn(kind: Distribution) -> None:
    assert kind.seconds(NORMALS).mean() * 1000 == pytest.approx(kind.mean_ms, rel=0.01)


@pytest.mark.parametrize("kind", KINDS)
def test_a_larger_number_is_never_a_shorter_time(kind: Distribution) -> None:
    times = kind.seconds(np.sort(NORMALS))
    assert (np.diff(times) >= 0).all()


@given(st.floats(-8, 8))
def test_the_tail_is_the_one_of_the_normal_distribution(normal: float) -> None:
    expected = -100 * math.log(0.5 * math.erfc(normal / math.sqrt(2)))
    found = ExponentialTime(100).seconds(np.array([normal]))[0] * 1000
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: ServiceTime(0, 1), "p50_ms = 0"),
        (lambda: ServiceTime(5, 4), "p99_ms = 4"),
        (lambda: ServiceTime(math.nan, 4), "p50_ms = nan"),
        (lambda: ServiceTime(1, math.inf), "p99_ms = inf"),
        (lambda: ServiceTime(True, 4), "p50_ms = True"),
        (lambda: ExponentialTime(-1), "mean_ms = -1"),
        (lambda: ObservedTime([]), "samples_ms = [] is not accepted: at least one latency"),
        (lambda: ObservedTime([1, math.nan]), "samples_ms = nan"),
        (lambda: ObservedTime([0]), "samples_ms = 0"),
    ],
)
def test_what_is_no_time_is_refused(make: object, words: str) -> None:
    with pytest.raises(ValueError) as found:  # noqa: PT011
        make()  # type: ignore[operator]
    assert words in str(found.value)
