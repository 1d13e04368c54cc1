"""What model units cost in a month and until when: a cost that is not known is not accepted by anybody."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.bedrock.commitments import (
    MONTHS,
    Commitment,
    MonthlyCost,
    accepted,
    commitment_of,
    end_of,
    monthly_cost,
    price_item,
)
from domain.pricing import Price, Unpriced

LITE = "amazon.nova-2-lite-v1:0:256k"
SEEN = date(2026, 8, 2)
DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))


def known(item: str) -> Price | Unpriced:
    if item == "bedrock.provisioned/amazon.nova-2-lite-v1:0/OneMonth":
        return Price(item, "us-east-1", "hour", 55.0, "price list", SEEN)
    return Unpriced(item, "us-east-1", "no price is known")


def cost(units: int = 1, hourly: float | None = None, commitment: Commitment = Commitment.ONE_MONTH) -> MonthlyCost:
    found = monthly_cost(units, LITE, commitment, known, hourly)
    assert isinstance(found, MonthlyCost)
    return found


def test_a_month_has_730_hours_of_every_unit() -> None:
    assert cost().usd == 55 * 730
    assert cost(3).usd == 3 * 55 * 730
    assert cost().describe() == "$40,150.00 a month (1 x $55.00 an hour x 730 h; price list, 2026-08-02)"


def test_without_a_price_there_is_no_cost_unless_somebody_says_what_aws_said() -> None:
    found = monthly_cost(1, LITE, Commitment.SIX_MONTHS, known)
    assert isinstance(found, Unpriced)
    assert found.item == "bedrock.provisioned/amazon.nova-2-lite-v1:0/SixMonths"
    assert cost(2, 10.0, Commitment.SIX_MONTHS).usd == 2 * 10 * 730
    assert cost(1, 10.0).source == "the price that the settings give"


@given(st.integers(1, 1000), st.floats(0.01, 100_000), st.floats(0, 1e9))
def test_nothing_is_accepted_that_costs_a_cent_more_than_the_sum(units: int, hourly: float, most: float) -> None:
    found = cost(units, hourly)
    assert accepted(found, most) == (most + 0.01 >= found.usd)
    assert accepted(found, found.usd)
    assert not accepted(found, found.usd - 0.02) or found.usd > 1e8, "but for what a float cannot tell apart"


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), -1.0, True, "5"])
def test_a_sum_or_a_price_that_is_none_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="accept_monthly_usd"):
        accepted(cost(), wrong)
    with pytest.raises(ValueError, match="hourly_usd"):
        cost(hourly=wrong)


@pytest.mark.parametrize(("units", "hourly"), [(0, None), (-1, None), (True, None), (1, 0.0), (1, 1e7)])
def test_no_units_and_prices_beyond_all_reason_are_refused(units: int, hourly: float | None) -> None:
    with pytest.raises(ValueError, match="is not accepted"):
        cost(units, hourly)


@pytest.mark.parametrize("wrong", ["NoCommitment", "none", "", "OneYear"])
def test_no_commitment_is_said_by_saying_nothing(wrong: str) -> None:
    assert commitment_of(None) is Commitment.NONE
    assert commitment_of("SixMonths") is Commitment.SIX_MONTHS
    with pytest.raises(ValueError, match="OneMonth, SixMonths, or none at all"):
        commitment_of(wrong)


@given(DAYS, st.sampled_from(Commitment))
def test_a_commitment_ends_on_the_day_of_the_month_on_which_it_began_or_the_months_last(
    start: date, commitment: Commitment
) -> None:
    end = end_of(start, commitment)
    assert (end.year - start.year) * 12 + end.month - start.month == MONTHS[commitment]
    assert end.day <= start.day
    assert end.day == start.day or (end.replace(day=28).month != end.replace(day=end.day).month or end.day >= 28)


def test_the_item_of_a_price_is_of_the_model_whatever_its_context_length() -> None:
    assert price_item(LITE, Commitment.NONE) == "bedrock.provisioned/amazon.nova-2-lite-v1:0/none"
