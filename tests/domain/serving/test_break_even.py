"""Break-even: who is cheaper at which traffic, what cannot be priced or served, and what moves the crossing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.pricing import Price, PriceBook
from domain.serving.break_even import Analysis, Comparison, Plan, analyse
from domain.serving.cost import BATCH, LAMBDA, REALTIME, SERVERLESS, Quote, Refused, quote
from domain.serving.curve import Order
from domain.serving.options import BatchOption, LambdaOption, Option, RealtimeOption, ServerlessOption, Traffic
from domain.serving.sensitivity import Shift, sensitivities

TODAY = date(2026, 11, 26)
REGION = "us-east-1"
USD = {
    "sagemaker.hosting/ml.m5.large": ("hour", 0.115),
    "sagemaker.transform/ml.m5.large": ("hour", 0.115),
    "sagemaker.serverless/duration": ("GB-second", 0.00002),
    "sagemaker.serverless/provisioned": ("GB-second", 0.000005),
    "sagemaker.serverless/provisioned-duration": ("GB-second", 0.00001),
    "sagemaker.data/in": ("GB", 0.016),
    "sagemaker.data/out": ("GB", 0.016),
    "lambda/requests": ("request", 0.0000002),
    "lambda/duration/x86_64": ("GB-second", 0.0000166667),
    "lambda/duration/arm64": ("GB-second", 0.0000133334),
    "lambda/provisioned/arm64": ("GB-second", 0.0000033334),
    "lambda/provisioned-duration/arm64": ("GB-second", 0.0000077778),
}
"""Figures of FACTS where it has them; the tests prove the arithmetic, not the price list."""
BOOK = PriceBook(tuple(Price(item, REGION, unit, usd, "a test", TODAY) for item, (unit, usd) in USD.items()))

durations = st.integers(1, 60_000).map(float)
options = st.lists(
    st.one_of(
        st.builds(
            ServerlessOption, durations, st.sampled_from([1024, 4096]), st.integers(0, 5), max_concurrency=st.just(200)
        ),
        st.builds(RealtimeOption, durations, min_instances=st.integers(1, 3), concurrency=st.integers(1, 4)),
        st.builds(BatchOption, durations, requests_per_job=st.integers(100, 10**6)),
        st.builds(LambdaOption, durations, st.integers(128, 10_240), provisioned_concurrency=st.integers(0, 5)),
    ),
    min_size=2,
    max_size=4,
    unique_by=type,
).map(tuple)
traffics = st.builds(
    Traffic, st.integers(0, 4096), st.integers(0, 4096), st.integers(1, 24).map(float), st.integers(1, 7)
)


def plan(*chosen: Option, traffic: Traffic | None = None, **changes: Any) -> Plan:
    return replace(Plan(chosen, traffic or Traffic(), REGION, TODAY), **changes)


def curve_of(option: Option, traffic: Traffic | None = None) -> Quote:
    found = quote(option, traffic or Traffic(), lambda item: BOOK.find(item, REGION, TODAY))
    assert isinstance(found, Quote)
    return found


def refusal_of(option: Option, traffic: Traffic | None = None) -> str:
    found = quote(option, traffic or Traffic(), lambda item: BOOK.find(item, REGION, TODAY))
    assert isinstance(found, Refused)
    return "; ".join(found.reasons)


def pair(analysis: Analysis, first: str, second: str) -> Comparison:
    return next(item for item in analysis.comparisons if (item.first, item.second) == (first, second))


def test_two_gb_serverless_beats_one_large_instance_below_2_1_million_busy_seconds() -> None:
    found = pair(analyse(plan(ServerlessOption(1000), RealtimeOption(1000)), BOOK), SERVERLESS, REALTIME)
    assert found.winner(found.spans[0]) == SERVERLESS
    assert found.crossing == 2_098_750  # requests of one second: 83.95 / 0.00004


def test_the_formula_of_the_brief_is_560_times_too_high() -> None:
    """Erratum 34: 50,000 requests of 2 s on 2 GB cost 4.00, not 2,254."""
    assert curve_of(ServerlessOption(2000)).curve.cost(50_000) == 4


def test_a_second_instance_gives_the_order_back_until_instances_are_well_used() -> None:
    found = pair(analyse(plan(ServerlessOption(200), RealtimeOption(200)), BOOK), SERVERLESS, REALTIME)
    winners = [found.winner(span) for span in found.spans if found.winner(span)]
    assert winners[:3] == [SERVERLESS, REALTIME, SERVERLESS]
    assert winners[-1] == REALTIME
    assert found.settled is not None
    assert found.changes == len(winners) - 1


def test_real_time_beats_batch_once_an_instance_is_busy_enough() -> None:
    found = pair(analyse(plan(RealtimeOption(200), BatchOption(200)), BOOK), REALTIME, BATCH)
    assert [found.winner(span) for span in found.spans if found.winner(span)] == [BATCH, REALTIME]


def test_lambda_of_the_same_size_is_always_cheaper_than_serverless() -> None:
    found = pair(analyse(plan(ServerlessOption(200), LambdaOption(200)), BOOK), SERVERLESS, LAMBDA)
    assert (found.crossing, found.changes) == (None, 0)
    assert found.winner(found.spans[0]) == LAMBDA


def test_what_is_not_priced_is_refused_with_its_reason_and_the_others_go_on() -> None:
    analysis = analyse(plan(ServerlessOption(200), RealtimeOption(200, "ml.p9.huge"), LambdaOption(200)), BOOK)
    assert [item.option for item in analysis.refused] == [REALTIME]
    assert analysis.refused[0].reasons == ("unpriced: sagemaker.hosting/ml.p9.huge in us-east-1: no price is known",)
    assert {item.option for item in analysis.quotes} == {SERVERLESS, LAMBDA}
    assert {span.option for span in analysis.cheapest} == {LAMBDA}


def test_a_price_that_is_too_old_is_refused_like_a_missing_one() -> None:
    analysis = analyse(plan(ServerlessOption(200), LambdaOption(200), on=date(2028, 1, 1)), BOOK)
    assert analysis.quotes == ()
    assert all("days old" in reason for item in analysis.refused for reason in item.reasons)
    assert analysis.cheapest == ()


def test_a_price_of_another_unit_is_refused() -> None:
    odd = PriceBook((Price("sagemaker.serverless/duration", REGION, "hour", 1.0, "a test", TODAY),))
    found = quote(ServerlessOption(200), Traffic(), lambda item: odd.find(item, REGION, TODAY))
    assert isinstance(found, Refused)
    assert "priced by hour, not by GB-second" in found.reasons[0]


@pytest.mark.parametrize(
    ("option", "traffic", "said"),
    [
        (ServerlessOption(60_001), None, "a request of 60.001 s; at most 60 s"),
        (RealtimeOption(60_001), None, "at most 60 s"),
        (LambdaOption(900_001), None, "at most 900 s"),
        (BatchOption(3_600_001), None, "at most 3600 s"),
        (ServerlessOption(10), Traffic(request_kb=4097), "a payload of"),
        (RealtimeOption(10), Traffic(response_kb=6145), "a payload of"),
        (LambdaOption(10), Traffic(request_kb=6145), "a payload of"),
        (RealtimeOption(60_000, utilization=0.0001), Traffic(hours_a_day=0.01), "cannot serve a single request"),
    ],
)
def test_a_request_that_an_option_cannot_serve_is_refused(option: Option, traffic: Traffic | None, said: str) -> None:
    assert said in refusal_of(option, traffic)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: ServerlessOption(0), "duration_ms"),
        (lambda: ServerlessOption(10, 7168), "memory_size_in_mb"),
        (lambda: ServerlessOption(10, max_concurrency=201), "max_concurrency"),
        (lambda: RealtimeOption(10, off_hours_instances=2), "off_hours_instances"),
        (lambda: RealtimeOption(10, utilization=1.1), "utilization"),
        (lambda: RealtimeOption(10, max_instances=0), "max_instances"),
        (lambda: BatchOption(10, requests_per_job=0), "requests_per_job"),
        (lambda: LambdaOption(10, 127), "memory_mb"),
        (lambda: LambdaOption(10, architecture="x86"), "architecture"),
        (lambda: LambdaOption(10, cold_share=1.5), "cold_share"),
        (lambda: Traffic(hours_a_day=25), "hours_a_day"),
        (lambda: Traffic(days_a_week=0), "days_a_week"),
        (lambda: plan(ServerlessOption(10)), "at least two"),
        (lambda: plan(ServerlessOption(10), ServerlessOption(20)), "no two of one kind"),
        (lambda: plan(ServerlessOption(10), BatchOption(20), most_requests=0), "most_requests"),
    ],
)
def test_an_impossible_input_is_refused_by_name(make: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        make()


def test_serverless_ends_at_200_concurrent_and_the_cheapest_goes_on_without_it() -> None:
    analysis = analyse(plan(ServerlessOption(1000, 1024), RealtimeOption(1000)), BOOK)
    ceiling = analysis.quotes[0].curve.ceiling
    assert ceiling == 200 * 730 * 3600
    assert pair(analysis, SERVERLESS, REALTIME).spans[-1].last == ceiling
    assert analysis.cheapest[-1].option == REALTIME
    assert analysis.cheapest[-1].last == analysis.plan.most_requests


def test_provisioned_concurrency_is_paid_without_traffic_and_its_work_is_cheaper() -> None:
    curve = curve_of(ServerlessOption(1000, 2048, provisioned_concurrency=1)).curve
    assert curve.cost(0) == Fraction("0.000005") * 2 * 730 * 3600
    assert curve.cost(1) - curve.cost(0) == Fraction("0.00002")
    full = 730 * 3600
    assert curve.cost(full + 1) - curve.cost(full) == Fraction("0.00004")


def test_a_schedule_saves_hours_but_a_standard_variant_stays_at_one_instance() -> None:
    office = Traffic(hours_a_day=12, days_a_week=7)
    always = curve_of(RealtimeOption(200, min_instances=2)).curve.cost(1)
    kept = curve_of(RealtimeOption(200, min_instances=2, off_hours_instances=1), office).curve.cost(1)
    gone = curve_of(RealtimeOption(200, min_instances=2, off_hours_instances=0), office).curve.cost(1)
    assert (always, kept, gone) == tuple(Fraction("83.95") * share for share in (2, Fraction(3, 2), 1))


def test_batch_pays_a_start_for_every_job() -> None:
    curve = curve_of(BatchOption(1000, requests_per_job=100, startup_s=360)).curve
    second = Fraction("0.115") / 3600
    assert curve.cost(100) == second * (360 + 100)
    assert curve.cost(101) == second * (720 + 101)


def test_lambda_bills_its_cold_starts() -> None:
    warm = curve_of(LambdaOption(100, 1024)).curve.cost(1000)
    cold = curve_of(LambdaOption(100, 1024, init_ms=2000, cold_share=0.05)).curve.cost(1000)
    assert cold - warm == Fraction("0.0000133334") * 100


@given(options, traffics)
def test_more_traffic_never_costs_less(chosen: tuple[Option, ...], traffic: Traffic) -> None:
    for item in analyse(plan(*chosen, traffic=traffic, most_requests=10**6), BOOK).quotes:
        costs = [item.curve.cost(requests) for requests in (0, 1, 999, 1000, 1001, 10**5, 10**6)]
        assert costs == sorted(costs)


@given(options, traffics)
def test_left_and_right_of_every_crossing_the_costs_are_in_the_order_that_is_said(
    chosen: tuple[Option, ...], traffic: Traffic
) -> None:
    analysis = analyse(plan(*chosen, traffic=traffic, most_requests=10**8), BOOK)
    curves = {item.option: item.curve for item in analysis.quotes}
    for found in analysis.comparisons:
        for span in found.spans:
            for requests in (span.first, (span.first + span.last) // 2, span.last):
                one, other = curves[found.first].cost(requests), curves[found.second].cost(requests)
                if span.order != Order.OPEN:
                    assert span.order == (Order.EQUAL if one == other else Order.FIRST if one < other else Order.SECOND)


@given(options, traffics)
def test_the_cheapest_is_never_beaten_by_another_that_can_serve(chosen: tuple[Option, ...], traffic: Traffic) -> None:
    analysis = analyse(plan(*chosen, traffic=traffic, most_requests=10**8), BOOK)
    curves = {item.option: item.curve for item in analysis.quotes}
    for span in analysis.cheapest:
        for requests in (span.first, span.last) if span.option else ():
            able = [c for c in curves.values() if c.ceiling is None or requests <= c.ceiling]
            assert curves[span.option or ""].cost(requests) == min(c.cost(requests) for c in able)
    assert all(left.last < right.first for left, right in pairwise(analysis.cheapest))


def test_duration_memory_and_price_of_serverless_move_the_crossing_alike() -> None:
    analysis = analyse(plan(ServerlessOption(200), RealtimeOption(200)), BOOK)
    found = sensitivities(analysis, BOOK)[0]
    shifts = {shift.knob: shift for shift in found.shifts}
    assert shifts["duration of a request"].lower == 13_117_188  # a quarter more traffic
    assert shifts["price of the real-time instance"] == Shift("price of the real-time instance", 8_395_000, 12_592_500)
    assert found.dominant == ("duration of a request", "memory or price of serverless")
    assert "memory or price of Lambda" not in shifts


def test_a_crossing_that_vanishes_weighs_most() -> None:
    analysis = analyse(plan(ServerlessOption(55_000), RealtimeOption(55_000)), BOOK)
    found = sensitivities(analysis, BOOK)[0]
    assert found.shifts[0].knob == "duration of a request"
    assert found.shifts[0].higher is None  # a request of 66 s is over the limit of both
    assert found.dominant == ("duration of a request",)


def test_what_never_crosses_has_no_sensitivity() -> None:
    analysis = analyse(plan(ServerlessOption(200), LambdaOption(200)), BOOK)
    assert sensitivities(analysis, BOOK) == ()
