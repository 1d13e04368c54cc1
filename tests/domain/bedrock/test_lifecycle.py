"""Whether a model is there on a day, and whether AWS sells model units of it: what is not known is not active."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.bedrock import lifecycle
from domain.bedrock.commitments import Commitment, end_of
from domain.bedrock.lifecycle import VALID_DAYS, Looked, Purchase, State, problems, verdict
from domain.bedrock.models import MODELS, ModelFacts, Sold

TODAY = date(2026, 11, 26)
LITE = "amazon.nova-2-lite-v1:0:256k"
OPUS = "anthropic.claude-opus-4-1-20250805-v1:0"
HAIKU = "anthropic.claude-3-haiku-20240307-v1:0"
DAYS = st.dates(date(2025, 1, 1), date(2030, 12, 31))
MODEL = st.sampled_from(sorted(MODELS))


def buy(model: str = LITE, region: str = "us-east-1", commitment: Commitment = Commitment.NONE) -> list[str]:
    return list(problems(Purchase(model, region, commitment), TODAY))


def test_a_model_goes_from_active_to_legacy_to_gone_on_its_days() -> None:
    assert verdict(OPUS, date(2026, 7, 7)).state is State.ACTIVE
    assert verdict(OPUS, date(2026, 7, 8)).state is State.LEGACY
    assert verdict(OPUS, date(2027, 1, 7)).state is State.LEGACY
    assert verdict(OPUS, date(2027, 1, 8)).state is State.ENDED
    assert verdict(HAIKU, TODAY).reason.startswith("ended on 2026-09-10 (docs.aws.amazon.com/")
    assert "seen 2026-09-12" in verdict(HAIKU, TODAY).reason


def test_a_model_whose_legacy_day_is_not_known_is_legacy_before_its_end() -> None:
    assert verdict("anthropic.claude-3-7-sonnet-20250219-v1:0", date(2026, 4, 27)).state is State.LEGACY


def test_what_nobody_knows_or_has_looked_at_for_long_is_not_active() -> None:
    assert verdict("mistral.mistral-new-v9:0", TODAY).state is State.UNKNOWN
    seen = MODELS["amazon.nova-2-lite-v1:0"].seen
    assert verdict(LITE, seen + timedelta(days=VALID_DAYS)).state is State.ACTIVE
    late = verdict(LITE, seen + timedelta(days=VALID_DAYS + 1))
    assert late.state is State.UNKNOWN
    assert "proves nothing" in late.reason


def test_somebody_who_looked_makes_up_for_a_missing_fact_and_never_for_a_date() -> None:
    looked = Looked(TODAY, "the model's card")
    assert verdict("mistral.mistral-new-v9:0", TODAY, looked).state is State.ACTIVE
    assert verdict(LITE, date(2027, 5, 1), Looked(date(2027, 4, 30), "card")).state is State.ACTIVE
    assert verdict(HAIKU, TODAY, looked).state is State.ENDED
    assert verdict(OPUS, TODAY, looked).state is State.LEGACY
    with pytest.raises(ValueError, match="source = '' is not accepted"):
        Looked(TODAY, "")


@given(MODEL, DAYS, DAYS)
def test_a_model_never_comes_back(model: str, one: date, other: date) -> None:
    order = [State.ACTIVE, State.UNKNOWN, State.LEGACY, State.ENDED]
    early, late = sorted((one, other))
    assert order.index(verdict(model, early).state) <= order.index(verdict(model, late).state)


@given(MODEL, DAYS, st.sampled_from(Commitment))
def test_nothing_is_sold_of_a_model_that_is_not_active_or_ends_before_its_commitment(
    model: str, on: date, commitment: Commitment
) -> None:
    judged = verdict(model, on)
    bad = judged.state is not State.ACTIVE or (judged.eol_on is not None and end_of(on, commitment) > judged.eol_on)
    assert not bad or list(problems(Purchase(model, "us-east-1", commitment), on))


def test_what_is_sold_is_a_context_length_in_a_region() -> None:
    assert buy() == []
    assert buy("arn:aws:bedrock:us-east-1::foundation-model/" + LITE) == []
    (wrong,) = buy("amazon.nova-lite-v1:0")
    assert wrong.startswith("amazon.nova-lite-v1:0 is not what is sold; accepted: amazon.nova-lite-v1:0:24k, ")
    (elsewhere,) = buy(region="eu-west-1")
    assert "is sold in us-east-1, not in eu-west-1" in elsewhere
    (never,) = buy("anthropic.claude-sonnet-4-5-20250929-v1:0")
    assert never == "anthropic.claude-sonnet-4-5-20250929-v1:0 is not known to be sold in model units"


def test_a_commitment_is_not_sold_beyond_the_end_of_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Models launched since 2026-09-07 may be Legacy for 45 days only: an end can be nearer than six months."""
    facts = ModelFacts("a.b", date(2026, 12, 1), date(2027, 1, 15), Sold(("a.b",), ("us-east-1",)), "a card", TODAY)
    monkeypatch.setattr(lifecycle, "facts_of", lambda _: facts)
    assert buy("a.b", commitment=Commitment.ONE_MONTH) == []
    assert buy("a.b", commitment=Commitment.SIX_MONTHS) == [
        "a.b ends on 2027-01-15, before the commitment does, on 2027-05-26"
    ]


def test_a_custom_model_lives_as_long_as_the_one_under_it() -> None:
    custom = "arn:aws:bedrock:us-east-1:123456789012:custom-model/amazon.nova-lite-v1:0:300k/abcdefghijkl"
    assert list(problems(Purchase(custom, "eu-west-1", Commitment.NONE, "amazon.nova-lite-v1:0"), TODAY)) == []
    (gone,) = problems(Purchase(custom, "us-east-1", Commitment.NONE, HAIKU), TODAY)
    assert gone.startswith(f"{HAIKU} ended on 2026-09-10")
