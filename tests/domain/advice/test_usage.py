"""What a month costs: by hand, by the other model of the same prices, and never 0 for what has no price."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.advice.price_finder import finder, known_names
from domain.advice.usage import MonthlyUsage, cost_of
from domain.patterns import Pattern
from domain.pricing import Price, PriceBook, Unpriced
from domain.serving.cost import Quote, quote
from domain.serving.options import LambdaOption, RealtimeOption, ServerlessOption, Traffic
from tests.domain.advice.prices import BOOK, FIND, MODEL, REGION, TODAY

P = Pattern


@pytest.mark.parametrize(
    ("usage", "parts"),
    [
        (
            MonthlyUsage(P.LAMBDA_ON_DEMAND, 1e6, busy_seconds=5e5, memory_mb=2048),
            {"compute": 0.2 + 5e5 * 2 * 1e-5},
        ),
        (
            MonthlyUsage(
                *(P.LAMBDA_ON_DEMAND, 1e6, 5e5, 1024, "arm64"),
                provisioned_gb_seconds=1e6,
                provisioned_busy_seconds=2e5,
            ),
            {"compute": 0.2 + 3e5 * 1e-5 + 1e6 * 3e-6 + 2e5 * 8e-6},
        ),
        (
            MonthlyUsage(P.LAMBDA_ON_DEMAND, 1e6, busy_seconds=1e5, memory_mb=1024, architecture="x86_64"),
            {"compute": 0.2 + 1e5 * 2e-5},
        ),
        (
            MonthlyUsage(P.SAGEMAKER_SERVERLESS, 1e6, 1e5, 4096, data_gb_in=10, data_gb_out=5),
            {"compute": 1e5 * 4 * 2e-5, "data": 0.16 + 0.1},
        ),
        (
            MonthlyUsage(P.SAGEMAKER_REALTIME, 1e6, instance_type="ml.m5.large", instance_hours=1460, data_gb_in=10),
            {"compute": 146, "data": 0.16},
        ),
        (
            MonthlyUsage(P.INFERENCE_COMPONENTS, 1e6, instance_type="ml.g5.2xlarge", instance_hours=100),
            {"compute": 150},
        ),
        (
            MonthlyUsage(P.SAGEMAKER_ASYNC, 1e6, instance_type="ml.m5.large", instance_hours=10),
            {"compute": 1, "data": 2e6 * 5e-6 + 2e6 * 4e-7},
        ),
        (
            MonthlyUsage(P.BEDROCK_ON_DEMAND, 1e6, model_id=MODEL, tokens_in=5e8, tokens_out=3e8),
            {"tokens": 30 + 72},
        ),
        (
            MonthlyUsage(P.BEDROCK_PROVISIONED, 1e6, model_id=MODEL, unit_hours=1460),
            {"compute": 29_200},
        ),
        (
            MonthlyUsage(P.BEDROCK_PROVISIONED, 1e6, model_id=MODEL, unit_hours=730, commitment="OneMonth"),
            {"compute": 730 * 18},
        ),
        (
            MonthlyUsage(P.BEDROCK_PROVISIONED, 1, operations_hours=4, engineer_hourly_usd=100),
            {"operations": 400},
        ),
    ],
)
def test_a_month_by_hand(usage: MonthlyUsage, parts: dict[str, float]) -> None:
    cost = cost_of(usage, FIND)
    for part in ("compute", "tokens", "data", "operations"):
        assert cost.part(part) == pytest.approx(parts.get(part, 0))
    assert cost.total_usd == pytest.approx(sum(parts.values()))
    assert cost.unpriced == ()


def test_each_line_says_what_it_stands_on() -> None:
    cost = cost_of(
        MonthlyUsage(
            P.BEDROCK_ON_DEMAND, 10, model_id=MODEL, tokens_in=5000, operations_hours=1, engineer_hourly_usd=90
        ),
        FIND,
    )
    tokens, people = cost.lines
    assert (tokens.quantity, tokens.unit) == (5000, "token")
    assert isinstance(tokens.price, Price)
    assert (tokens.price.source, tokens.price.observed) == ("a test", TODAY)
    assert (people.part, people.usd, people.price) == ("operations", 90, None)
    assert cost.prices == (tokens.price,)


@given(st.integers(1, 10**7), st.integers(1, 60_000), st.sampled_from([1024, 2048, 6144]), st.integers(0, 4000))
def test_the_break_even_says_the_same(requests: int, duration_ms: int, memory: int, kilobytes: int) -> None:
    """`domain.serving` prices by curves over the requests; a month of so many costs the same here."""
    traffic = Traffic(request_kb=kilobytes, response_kb=kilobytes)
    busy = requests * duration_ms / 1000
    data: dict[str, Any] = {"data_gb_in": requests * kilobytes / 1024**2, "data_gb_out": requests * kilobytes / 1024**2}
    for option, usage in (
        (LambdaOption(float(duration_ms), memory), MonthlyUsage(P.LAMBDA_ON_DEMAND, requests, busy, memory)),
        (
            ServerlessOption(float(duration_ms), memory),
            MonthlyUsage(P.SAGEMAKER_SERVERLESS, requests, busy, memory, **data),
        ),
        (
            RealtimeOption(float(duration_ms), min_instances=10**6),
            MonthlyUsage(
                P.SAGEMAKER_REALTIME,
                *(requests,),
                instance_type="ml.m5.large",
                instance_hours=730.0 * 10**6,
                **data,
            ),
        ),
    ):
        other = quote(option, traffic, FIND)
        assert isinstance(other, Quote)
        assert cost_of(usage, FIND).total_usd == pytest.approx(float(other.curve.cost(requests)), rel=1e-9)


REALTIME = MonthlyUsage(P.SAGEMAKER_REALTIME, 1, instance_type="ml.m5.large", instance_hours=10, data_gb_in=5)


def test_an_unknown_instance_type_is_unpriced_and_those_that_are_known_are_listed() -> None:
    cost = cost_of(replace(REALTIME, instance_type="ml.m9.huge"), FIND)
    assert cost.total_usd is None
    assert cost.unpriced == (
        Unpriced("sagemaker.hosting/ml.m9.huge", REGION, "no price is known; priced there: ml.g5.2xlarge, ml.m5.large"),
    )
    assert cost.part("data") == pytest.approx(0.08)  # what is known is still said


@pytest.mark.parametrize(
    ("usage", "known"),
    [
        (MonthlyUsage(P.BEDROCK_ON_DEMAND, 1, model_id="a.b", tokens_in=1, tokens_out=1), MODEL),
        (MonthlyUsage(P.BEDROCK_PROVISIONED, 1, model_id="a.b", unit_hours=1), f"{MODEL}/OneMonth, {MODEL}/none"),
        (
            MonthlyUsage(P.BEDROCK_PROVISIONED, 1, model_id=MODEL, unit_hours=1, commitment="SixMonths"),
            f"{MODEL}/OneMonth, {MODEL}/none",
        ),
    ],
)
def test_an_unknown_model_or_term_is_unpriced(usage: MonthlyUsage, known: str) -> None:
    cost = cost_of(usage, FIND)
    assert cost.total_usd is None
    assert cost.lines == ()
    assert all(item.reason == f"no price is known; priced there: {known}" for item in cost.unpriced)


def test_a_missing_price_of_anything_is_never_0() -> None:
    """Take each price away in turn: no total remains."""
    usages = [
        MonthlyUsage(P.LAMBDA_ON_DEMAND, 1, 10, 1024, "arm64", 5, 3),
        MonthlyUsage(P.SAGEMAKER_SERVERLESS, 1, 10, 1024, "arm64", 5, 3, data_gb_in=1, data_gb_out=1),
        MonthlyUsage(P.SAGEMAKER_ASYNC, 1, instance_type="ml.m5.large", instance_hours=1),
        MonthlyUsage(P.BEDROCK_ON_DEMAND, 1, model_id=MODEL, tokens_in=1, tokens_out=1),
    ]
    for usage in usages:
        for needed in cost_of(usage, FIND).prices:
            book = PriceBook(tuple(price for price in BOOK.prices if price.item != needed.item))
            cost = cost_of(usage, finder(book, REGION, TODAY))
            assert cost.total_usd is None
            assert [item.item for item in cost.unpriced] == [needed.item]


def test_an_old_price_and_one_of_another_unit_do_not_count() -> None:
    assert cost_of(REALTIME, finder(BOOK, REGION, date(2028, 1, 1))).total_usd is None
    wrong = PriceBook(
        (Price("sagemaker.hosting/ml.m5.large", REGION, "second", 1.0, "a test", TODAY), *BOOK.prices[-2:])
    )
    cost = cost_of(replace(REALTIME, data_gb_in=0.0), finder(wrong, REGION, TODAY))
    assert cost.unpriced[0].reason == "priced by second, not by hour"


def test_nothing_used_costs_nothing_and_asks_for_no_price() -> None:
    cost = cost_of(MonthlyUsage(P.SAGEMAKER_REALTIME, 0), pytest.fail)
    assert (cost.total_usd, cost.lines) == (0, ())


def test_names_that_have_a_price_are_those_of_the_region_that_still_count() -> None:
    assert known_names(BOOK, "sagemaker.hosting/", REGION, TODAY) == ("ml.g5.2xlarge", "ml.m5.large")
    assert known_names(BOOK, "sagemaker.hosting/", "eu-west-1", TODAY) == ()
    assert known_names(BOOK, "bedrock.tokens/", REGION, date(2029, 1, 1)) == ()


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"requests": -1}, "requests"),
        ({"requests": math.nan}, "requests"),
        ({"instance_hours": math.inf}, "instance_hours"),
        ({"tokens_in": -5}, "tokens_in"),
        ({"busy_seconds": 10, "memory_mb": 64}, "memory_mb"),
        ({"pattern": P.SAGEMAKER_SERVERLESS, "busy_seconds": 10, "memory_mb": 1000}, "memory_mb"),
        ({"architecture": "sparc"}, "architecture"),
        ({"commitment": "NoCommitment"}, "commitment"),
        ({"busy_seconds": 1, "provisioned_busy_seconds": 2, "memory_mb": 1024}, "at most busy_seconds"),
        ({"pattern": P.SAGEMAKER_REALTIME, "instance_hours": 5}, "instance_type"),
        ({"pattern": P.BEDROCK_ON_DEMAND, "tokens_in": 5}, "model_id"),
        ({"engineer_hourly_usd": True}, "engineer_hourly_usd"),
    ],
)
def test_usage_that_cannot_be_is_refused(changes: dict[str, Any], names: str) -> None:
    with pytest.raises(ValueError, match=names):
        replace(MonthlyUsage(P.LAMBDA_ON_DEMAND, 1), **changes)
