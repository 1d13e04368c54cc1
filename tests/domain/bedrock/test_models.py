"""The facts about models: each has a source and a day, and each name that AWS has for a model leads to it."""

from __future__ import annotations

import pytest
from guardrails.aws import bedrock

from domain.bedrock.models import GEOGRAPHIES, MODELS, ModelFacts, base_of, facts_of

ALL = pytest.mark.parametrize("facts", MODELS.values(), ids=MODELS)
ARN = "arn:aws:bedrock:us-east-1"


@ALL
def test_a_fact_says_where_it_is_from_and_its_dates_are_in_order(facts: ModelFacts) -> None:
    assert facts.source.startswith("docs.aws.amazon.com/bedrock/")
    assert facts.legacy_on is None or (facts.eol_on is not None and facts.legacy_on < facts.eol_on)
    if facts.legacy_on is not None and facts.eol_on is not None:
        assert (facts.eol_on - facts.legacy_on).days >= 180, "six months at least, says AWS"


@ALL
def test_what_is_sold_in_model_units_is_the_model_in_its_context_lengths(facts: ModelFacts) -> None:
    if facts.sold is not None:
        assert facts.eol_on is None
        assert facts.sold.ids
        assert facts.sold.regions
        assert {base_of(one) for one in facts.sold.ids} == {facts.model_id}


@ALL
def test_every_name_of_a_model_leads_to_it(facts: ModelFacts) -> None:
    names = [facts.model_id, f"{ARN}::foundation-model/{facts.model_id}", f"{facts.model_id}:24k"]
    names += [f"{start}{facts.model_id}" for start in GEOGRAPHIES]
    names += [f"{ARN}:123456789012:inference-profile/us.{facts.model_id}"]
    assert {base_of(name) for name in names} == {facts.model_id}
    assert all(facts_of(name) is facts for name in names)


@pytest.mark.parametrize("name", ["anthropic.claude-sonnet-50", "amazon.nova-lite-v1:00", "us.mistral.new", ""])
def test_a_model_that_only_begins_like_another_is_not_taken_for_it(name: str) -> None:
    assert facts_of(name) is None


def test_the_policy_pack_which_is_published_alone_knows_the_same_ends() -> None:
    assert bedrock.ENDED
    known = {model: facts.eol_on.isoformat() for model, facts in MODELS.items() if facts.eol_on is not None}
    assert bedrock.ENDED.items() <= known.items()
    assert {day for model, day in known.items() if model not in bedrock.ENDED} <= {"2027-01-08"}, "those to come"
