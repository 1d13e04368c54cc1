"""Cost curves never fall; the spans of a comparison say at every number of requests what the costs themselves say."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.serving.curve import Curve, Order, Span, Stairs, spans_of

MONEY = st.integers(0, 400).map(lambda cents: Fraction(cents, 100))
STAIRS = st.builds(Stairs, MONEY, st.integers(1, 30), st.integers(0, 3))
CURVES = st.builds(
    Curve,
    option=st.just("one"),
    fixed=MONEY,
    per_request=MONEY,
    stairs=st.none() | STAIRS,
    knee=st.none() | st.integers(0, 120),
    per_request_after=MONEY,
    ceiling=st.none() | st.integers(0, 150),
)


def order_at(one: Curve, other: Curve, requests: int) -> Order:
    mine, theirs = one.cost(requests), other.cost(requests)
    return Order.EQUAL if mine == theirs else Order.FIRST if mine < theirs else Order.SECOND


@given(CURVES, st.integers(0, 400), st.integers(0, 400))
def test_more_requests_never_cost_less(curve: Curve, fewer: int, more: int) -> None:
    low, high = sorted((fewer, more))
    assert curve.cost(low) <= curve.cost(high)


@given(CURVES, CURVES, st.integers(1, 200))
def test_the_spans_say_at_every_number_of_requests_what_the_costs_say(one: Curve, other: Curve, most: int) -> None:
    end = min([most, *(curve.ceiling for curve in (one, other) if curve.ceiling is not None)])
    spans = spans_of(one, other, most)
    said = [span.order for span in spans for _ in range(span.first, span.last + 1)]
    assert said == [order_at(one, other, requests) for requests in range(1, end + 1)]
    assert all(left.order != right.order for left, right in pairwise(spans))


@given(CURVES, CURVES, st.integers(1, 200))
def test_the_order_of_the_two_changes_names_only(one: Curve, other: Curve, most: int) -> None:
    swap = {Order.FIRST: Order.SECOND, Order.SECOND: Order.FIRST, Order.EQUAL: Order.EQUAL}
    mirrored = tuple(Span(span.first, span.last, swap[span.order]) for span in spans_of(other, one, most))
    assert spans_of(one, other, most) == mirrored


@given(CURVES, CURVES)
def test_left_and_right_of_a_crossing_the_order_differs(one: Curve, other: Curve) -> None:
    for left, right in pairwise(spans_of(one, other, 10_000)):
        if Order.OPEN not in (left.order, right.order):  # of what is open nothing is said
            assert order_at(one, other, left.last) != order_at(one, other, right.first)


def test_stairs_that_cost_nothing_are_no_stairs() -> None:
    free = Curve("free", stairs=Stairs(Fraction(0), 1, 0), knee=1)
    assert spans_of(Curve("nothing"), free, 10_000) == (Span(1, 10_000, Order.EQUAL),)


def test_a_crossing_far_out_is_exact() -> None:
    by_use = Curve("by use", per_request=Fraction("0.000008"))
    by_hour = Curve("by hour", stairs=Stairs(Fraction("83.95"), 13_140_000, 1))
    spans = spans_of(by_use, by_hour, 10**12)
    assert spans[:3] == (
        Span(1, 10_493_749, Order.FIRST),
        Span(10_493_750, 10_493_750, Order.EQUAL),
        Span(10_493_751, 13_140_000, Order.SECOND),
    )
    assert spans[3].order == Order.FIRST  # a second instance is bought for the next request
    assert spans[-1].last == 10**12
    assert Order.OPEN not in {span.order for span in spans}


def test_two_staircases_of_one_slope_are_called_open_and_not_an_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("domain.serving.curve.MOST_INTERVALS", 64)
    one = Curve("one", stairs=Stairs(Fraction(2), 2))
    other = Curve("other", stairs=Stairs(Fraction(3), 3))
    spans = spans_of(one, other, 10**9)
    assert Order.OPEN in {span.order for span in spans}
    for span in spans:
        if span.order != Order.OPEN:
            assert {order_at(one, other, n) for n in (span.first, span.last)} == {span.order}


def test_what_can_serve_nothing_has_no_span() -> None:
    assert spans_of(Curve("one", ceiling=0), Curve("other"), 5) == ()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Curve("x", fixed=Fraction(-1)), "fixed"),
        (lambda: Curve("x", stairs=Stairs(Fraction(-1), 2)), "stairs.usd"),
        (lambda: Curve("x", ceiling=-1), "ceiling"),
        (lambda: Curve(""), "option"),
        (lambda: Stairs(Fraction(1), 0), "size"),
        (lambda: Curve("x").cost(-1), "requests"),
    ],
)
def test_an_impossible_curve_is_refused(make: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        make()  # type: ignore[operator]
