"""The band of anomaly detection, as laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.scaling.anomaly import COMPARISONS, LEAST_PERIODS, BandRule, band_of

VALUES = st.floats(-1e6, 1e6)
HISTORIES = st.lists(VALUES, min_size=LEAST_PERIODS, max_size=40)


@given(VALUES, st.integers(LEAST_PERIODS, 60), st.floats(0.1, 5))
def test_what_never_changes_is_never_an_anomaly(value: float, length: int, width: float) -> None:
    for comparison in COMPARISONS:
        (distance,) = BandRule("m", width, comparison).distances([value] * length, [value])
        assert distance is not None
        assert distance <= 0


@given(HISTORIES, VALUES, st.floats(0.1, 5), st.floats(0.1, 5))
def test_a_wider_band_holds_more(history: list[float], value: float, one: float, other: float) -> None:
    narrow, wide = sorted((one, other))
    (near,), (far,) = (BandRule("m", width).distances(history, [value]) for width in (narrow, wide))
    assert near is not None
    assert far is not None
    assert far <= near


@given(HISTORIES, VALUES)
def test_outside_is_above_or_below(history: list[float], value: float) -> None:
    above, both, below = (BandRule("m", 2.0, one).distances(history, [value])[0] for one in COMPARISONS)
    assert above is not None
    assert below is not None
    assert both == max(above, below)


def test_gaps_are_no_history_and_have_no_distance() -> None:
    rule = BandRule("m", 2.0)
    assert rule.distances([1.0] * (LEAST_PERIODS - 1) + [None] * 50, [1.0]) == []
    assert rule.distances([1.0] * LEAST_PERIODS, [None]) == [None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ANOMALY_DETECTION_BAND(m1, 3)", BandRule("m1", 3.0)),
        (" ANOMALY_DETECTION_BAND( m1 ) ", BandRule("m1", 2.0)),
        ("ANOMALY_DETECTION_BAND(m1, 0)", None),
        ("ANOMALY_DETECTION_BAND(m1 + m2, 2)", None),
        ("m1 * 2", None),
    ],
)
def test_a_band_is_read_from_its_expression(text: str, expected: BandRule | None) -> None:
    assert band_of(text) == expected
