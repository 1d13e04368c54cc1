"""The answer: who is judged, what a missing price does, and that nothing is chosen that does not hold."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from advisor.errors import InputError
from advisor.recommend.candidates import Candidate, State
from advisor.recommend.record import Record
from advisor.recommend.rendering.json_document import document
from domain.patterns import BEDROCK, Pattern

Decide = Callable[..., Record]


def by_pattern(record: Record) -> dict[Pattern, Candidate]:
    return {item.pattern: item for item in record.candidates}


def test_every_pattern_is_in_the_record_with_a_state_and_a_reason_when_it_is_no_choice(own: Record) -> None:
    assert set(by_pattern(own)) == set(Pattern)
    assert all(item.reasons for item in own.candidates if item.state != State.FITS)


def test_a_choice_holds_target_budget_and_loss(own: Record) -> None:
    choice = own.choice
    assert choice is not None
    assert choice.outcome is not None
    assert choice.monthly_usd is not None
    assert choice.outcome.p99_ms <= 1000
    assert choice.monthly_usd <= 300
    assert choice.outcome.loss <= 0.001
    assert choice.total == max(item.total or 0 for item in own.fitting)


def test_a_model_of_ones_own_rules_bedrock_out_and_nothing_else_of_the_synchronous(own: Record) -> None:
    """Erratum 54: a custom model dropped serverless and Lambda too."""
    found = by_pattern(own)
    assert {pattern for pattern, item in found.items() if item.state == State.EXCLUDED} == {
        *BEDROCK,
        Pattern.SAGEMAKER_ASYNC,
    }


def test_only_what_the_workload_allows_is_chosen(decided: Decide) -> None:
    record = decided(needs__patterns=["sagemaker_realtime", "sagemaker_serverless"])
    excluded = {item.pattern: item.reasons for item in record.candidates if item.state is State.EXCLUDED}
    assert set(by_pattern(record)) - set(excluded) == {Pattern.SAGEMAKER_REALTIME, Pattern.SAGEMAKER_SERVERLESS}
    assert excluded[Pattern.LAMBDA_ON_DEMAND][0] == "needs.patterns of the workload leaves it out"


def test_a_gpu_leaves_instances(decided: Decide) -> None:
    found = by_pattern(decided(needs__gpu=True))
    assert "the model needs a GPU" in found[Pattern.LAMBDA_ON_DEMAND].reasons[0]
    assert "the model needs a GPU" in found[Pattern.SAGEMAKER_SERVERLESS].reasons[0]
    assert found[Pattern.SAGEMAKER_REALTIME].outcome is not None


def test_a_pattern_without_a_price_is_not_ranked_and_says_how_to_give_one(decided: Decide) -> None:
    record = decided(without=("lambda/duration/arm64", "lambda/provisioned-duration/arm64"))
    item = by_pattern(record)[Pattern.LAMBDA_ON_DEMAND]
    assert (item.state, item.total, item.monthly_usd) == (State.UNPRICED, None, None)
    assert "lambda/duration/arm64 in us-east-1: no price is known" in item.reasons[0]
    assert "--price lambda/duration/arm64=USD" in item.reasons[0]
    assert record.choice is not None
    assert record.choice.pattern != Pattern.LAMBDA_ON_DEMAND


def test_without_any_price_there_is_no_choice_and_no_settings(decided: Decide) -> None:
    record = decided("chat", without=tuple(f"bedrock.tokens/amazon.nova-2-lite-v1:0/{way}" for way in ("in", "out")))
    cheap = decided(
        "chat",
        without=tuple(item for item in ("bedrock.tokens/amazon.nova-2-lite-v1:0/in",)),
        monthly_budget_usd=10,
    )
    assert by_pattern(record)[Pattern.BEDROCK_ON_DEMAND].state == State.UNPRICED
    assert cheap.choice is None
    assert cheap.settings is None
    assert cheap.verdict().startswith("No pattern holds the target, the budget and the accepted loss. Nearest is")


def test_an_unknown_instance_type_is_unpriced_and_the_known_ones_are_named(decided: Decide) -> None:
    item = by_pattern(decided(model__own__instance__type="ml.z9.huge"))[Pattern.SAGEMAKER_REALTIME]
    assert item.state == State.UNPRICED
    assert "priced there: ml.m5.large" in item.reasons[0]


def test_an_unknown_model_is_unpriced_and_the_known_ones_are_named(decided: Decide) -> None:
    item = by_pattern(decided("chat", model__foundation__model_id="nobody.knows-it"))[Pattern.BEDROCK_ON_DEMAND]
    assert item.state == State.UNPRICED
    assert "priced there: amazon.nova-2-lite-v1:0" in item.reasons[0]


@pytest.mark.parametrize(
    ("key", "pattern"),
    [
        ("tokens_per_minute_per_unit", Pattern.BEDROCK_PROVISIONED),
        ("requests_per_minute", Pattern.BEDROCK_ON_DEMAND),
        ("tokens_per_minute", Pattern.BEDROCK_ON_DEMAND),
    ],
)
def test_what_nobody_may_invent_is_asked_for(decided: Decide, key: str, pattern: Pattern) -> None:
    item = by_pattern(decided("chat", **{f"model__foundation__{key}": None}))[pattern]
    assert item.state == State.UNKNOWN
    assert key in item.reasons[0]


def test_who_loses_more_than_is_accepted_is_no_choice(decided: Decide) -> None:
    record = decided("chat", model__foundation__requests_per_minute=3, model__foundation__most_units=0)
    assert record.choice is None
    item = by_pattern(record)[Pattern.BEDROCK_ON_DEMAND]
    assert item.state == State.MISSES
    assert "throttled); accepted is 0.10%" in item.reasons[0]


def test_a_quota_that_is_too_small_is_no_size(decided: Decide) -> None:
    record = decided(traffic__daily_requests=200_000, headroom=2, model__own__instance__most=1)
    item = by_pattern(record)[Pattern.SAGEMAKER_REALTIME]
    assert item.state == State.UNKNOWN
    assert "the quota allows 1" in item.reasons[0]


def test_the_same_seed_gives_the_same_record_and_another_seed_another_trace(decided: Decide) -> None:
    first, again, other = (document(decided(seed=seed)) for seed in (1, 1, 2))
    assert first == again
    assert first["load"] != other["load"]


def test_assumptions_name_every_figure_that_came_from_nowhere(own: Record, decided: Decide) -> None:
    paths = {item.path for item in own.assumptions}
    assert {"model.own.serverless.service_ms", "model.own.instance.start_s", "payload_kb"} <= paths
    told = decided(payload_kb=10, model__own__serverless__service_ms={"p50": 60, "p99": 150})
    assert {item.path for item in told.assumptions}.isdisjoint({"model.own.serverless.service_ms", "payload_kb"})


def test_a_latency_from_a_profile_is_listed_as_planned(decided: Decide) -> None:
    record = decided("chat", model__foundation__service_ms=None)
    found = {item.path: item for item in record.assumptions}
    item = found["model.foundation.service_ms (bedrock_on_demand)"]
    assert "planning figure" in item.source
    assert any("InvocationLatency" in line for line in record.measure_next()[:3])


def test_the_latency_budget_says_what_breaks_it(decided: Decide) -> None:
    stages = [{"name": "retrieval", "ms": 2500}, {"name": "inference", "ms": 1}, {"name": "send", "ms": 600}]
    budget = decided(stages=stages).budget
    assert budget is not None
    assert budget.breaks_at == "send"
    assert budget.left_for_inference_ms == -100
    assert budget.stages[1].ms > 1  # the model's place, with the p99 that was simulated


def test_people_cost_what_is_told_and_are_noted_when_they_do_not(own: Record, decided: Decide) -> None:
    paid = decided(operations={"engineer_hourly_usd": 100, "hours": {"sagemaker_realtime": 3}})
    with_people, without = (by_pattern(one)[Pattern.SAGEMAKER_REALTIME].monthly_usd for one in (paid, own))
    assert with_people is not None
    assert without is not None
    assert with_people == pytest.approx(without + 300)
    assert any("People are not in the cost" in note for note in own.notes)


def test_no_traffic_is_refused_with_what_to_give(decided: Decide) -> None:
    with pytest.raises(InputError, match=r"traffic is missing: give traffic\.trace or traffic\.daily_requests"):
        decided(traffic=None)


def test_the_real_break_even_is_in_the_record(own: Record) -> None:
    assert own.break_even is not None
    pairs = {(one.first, one.second) for one in own.break_even.comparisons}
    assert ("serverless", "real-time") in pairs
