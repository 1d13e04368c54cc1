"""Bedrock's parts without a server: the text model, quotas over time, prompts, and what IAM is asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.bedrock.models import MODELS
from sandbox.bedrock import catalog
from sandbox.bedrock.access import bedrock_needs
from sandbox.bedrock.calls import page
from sandbox.bedrock.prompts import Prompt, of_converse, of_invoke
from sandbox.bedrock.quotas import Quotas, burndown
from sandbox.bedrock.text import TextModel, tokens_of
from sandbox.errors import AwsError
from sandbox.request import ACCOUNT_ID, AwsRequest

LITE = "amazon.nova-lite-v1:0"
SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0"
MODEL = TextModel(["An endpoint costs money. It answers fast. A function costs little, and starts slowly."])


@given(st.text(), st.integers(1, 40), st.floats(0, 1))
def test_an_answer_never_exceeds_its_limit_and_is_repeatable(prompt: str, limit: int, temperature: float) -> None:
    first = MODEL.generate(prompt, max_tokens=limit, temperature=temperature)
    assert first == MODEL.generate(prompt, max_tokens=limit, temperature=temperature)
    assert 1 <= first.tokens <= limit
    assert (first.stop_reason == "max_tokens") <= (first.tokens == limit)


def test_a_stop_sequence_ends_the_answer_and_is_not_part_of_it() -> None:
    whole = MODEL.generate("costs", max_tokens=20).text
    word = tokens_of(whole)[3]
    cut = MODEL.generate("costs", max_tokens=20, stop=(word,))
    assert cut.stop_reason == "stop_sequence"
    assert whole.startswith(cut.text)
    assert word not in cut.text


@given(st.text(), st.lists(st.sampled_from(["s", ". ", "answers fast", "An", "ts l", " ", ""]), max_size=3))
def test_whatever_ends_an_answer_is_found_wherever_it_begins(prompt: str, stop: list[str]) -> None:
    whole = MODEL.generate(prompt, max_tokens=30)
    cut = MODEL.generate(prompt, max_tokens=30, stop=stop)
    assert whole.text.startswith(cut.text)
    assert not any(one and one in cut.text for one in stop)
    assert (cut.stop_reason == "stop_sequence") == any(one and one in whole.text for one in stop)


@pytest.mark.parametrize("most", ["0", "-1", "1001", "many", "\u00b2"])
def test_a_page_that_could_never_end_a_list_is_refused(most: str) -> None:
    with pytest.raises(AwsError, match="maxResults is"):
        page([{}, {}], "models", {"maxResults": most})


def test_pages_hold_everything_once() -> None:
    first = page([{"a": 1}, {"a": 2}], "models", {"maxResults": "1"})
    assert first == {"models": [{"a": 1}], "nextToken": "1"}
    assert page([{"a": 1}, {"a": 2}], "models", {"nextToken": "1"}) == {"models": [{"a": 2}]}


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_minute_after_a_request_its_quota_is_free_again() -> None:
    clock = Clock()
    quotas = Quotas(clock)
    quotas.configure({"model": LITE, "requests_per_minute": 1})
    quotas.begin("us-east-1", LITE, 10)
    clock.now = 59.9
    with pytest.raises(AwsError, match="Too many requests"):
        quotas.begin("us-east-1", LITE, 10)
    quotas.begin("eu-west-1", LITE, 10)
    clock.now = 60.0
    quotas.begin("us-east-1", LITE, 10)


def test_what_was_reserved_and_not_used_is_given_back() -> None:
    quotas = Quotas(Clock())
    quotas.configure({"model": LITE, "tokens_per_minute": 1000})
    use = quotas.begin("us-east-1", LITE, 900)
    with pytest.raises(AwsError, match="Too many tokens"):
        quotas.begin("us-east-1", LITE, 200)
    quotas.end(use, 100)
    quotas.begin("us-east-1", LITE, 900)


@pytest.mark.parametrize(("model", "times"), [(LITE, 1), (SONNET, 5), ("anthropic.claude-3-haiku-20240307-v1:0", 1)])
def test_some_models_burn_their_quota_faster(model: str, times: int) -> None:
    assert burndown(model) == times


def said(text: Any = "hi") -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": [{"text": text}]}]}


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({}, "at least one message"),
        ({"messages": [{"role": "assistant", "content": [{"text": "x"}]}]}, "start with a user message"),
        ({"messages": [{"role": "user", "content": []}]}, "must have text"),
        ({"messages": [{"role": "user", "content": [{"image": {}}]}]}, "blocks of text only"),
        (said() | {"inferenceConfig": {"maxTokens": 0}}, "maxTokens is 0"),
        (said() | {"inferenceConfig": {"maxTokens": 10**9}}, "1 to 128000"),
        (said() | {"inferenceConfig": {"maxTokens": True}}, "maxTokens is True"),
        (said() | {"inferenceConfig": {"temperature": 1.5}}, "between 0 and 1"),
        (said() | {"inferenceConfig": {"temperature": float("nan")}}, "between 0 and 1"),
        (said() | {"inferenceConfig": {"stopSequences": [1]}}, "stopSequences"),
        (said() | {"serviceTier": {"type": "fast"}}, "accepted: default, flex, priority, reserved"),
        (said() | {"performanceConfig": {"latency": "low"}}, "accepted: standard, optimized"),
        (said() | {"toolConfig": {"tools": [{}]}}, "not played"),
    ],
)
def test_a_body_that_bedrock_would_not_take_is_refused(body: dict[str, Any], says: str) -> None:
    with pytest.raises(AwsError, match=says) as refused:
        of_converse(body)
    assert refused.value.code == "ValidationException"


def test_invoke_model_takes_the_bodies_of_two_makers() -> None:
    messages = [{"role": "user", "content": "one two"}]
    body = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 9, "messages": messages, "system": "three"}
    assert of_invoke(SONNET, body, tier="flex", latency=None) == Prompt("three\none two", max_tokens=9, tier="flex")
    assert of_invoke(LITE, said(), tier=None, latency="optimized").latency == "optimized"
    with pytest.raises(AwsError, match="max_tokens: Field required"):
        of_invoke(SONNET, {key: value for key, value in body.items() if key != "max_tokens"}, tier=None, latency=None)
    with pytest.raises(AwsError, match="anthropic_version"):
        of_invoke(SONNET, said(), tier=None, latency=None)
    with pytest.raises(AwsError, match="use Converse"):
        of_invoke("meta.llama4-maverick-17b-instruct-v1:0", said(), tier=None, latency=None)


def call(operation: str, model: str) -> AwsRequest:
    return AwsRequest(
        service="bedrock",
        region="eu-west-1",
        operation=operation,
        method="POST",
        path="/",
        query={},
        headers={},
        body=b"",
        access_key_id="k",
        api="bedrock-runtime",
        path_params={"modelId": model},
    )


def test_what_iam_is_asked_for() -> None:
    model = f"arn:aws:bedrock:eu-west-1::foundation-model/{LITE}"
    assert bedrock_needs(call("Converse", LITE)) == [("bedrock:InvokeModel", model, {})]
    assert bedrock_needs(call("CountTokens", LITE)) == [("bedrock:CountTokens", model, {})]
    own, *behind = bedrock_needs(call("InvokeModel", f"eu.{LITE}"))
    profile = f"arn:aws:bedrock:eu-west-1:{ACCOUNT_ID}:inference-profile/eu.{LITE}"
    assert own == ("bedrock:InvokeModel", profile, {})
    assert {arn for _, arn, _ in behind} == {catalog.model_arn(one, LITE) for one in catalog.GEOGRAPHIES["eu"]}
    assert all(context == {"bedrock:InferenceProfileArn": profile} for *_, context in behind)
    everywhere = {arn for _, arn, _ in bedrock_needs(call("Converse", f"global.{LITE}"))}
    assert f"arn:aws:bedrock:::foundation-model/{LITE}" in everywhere
    bought = f"arn:aws:bedrock:eu-west-1:{ACCOUNT_ID}:provisioned-model/aaaaaaaaaaaa"
    assert bedrock_needs(call("Converse", bought)) == [("bedrock:InvokeModel", bought, {})]


def test_a_model_is_known_until_its_end() -> None:
    ended = MODELS["anthropic.claude-3-haiku-20240307-v1:0"]
    assert ended.eol_on is not None
    assert catalog.facts_of(ended.model_id, date(2026, 9, 9)) is ended
    assert catalog.facts_of(ended.model_id, ended.eol_on) is None
    assert catalog.system_profile(f"us.{ended.model_id}", "us-east-1", ended.eol_on) is None
    assert catalog.system_profile(f"us.{SONNET}", "eu-west-1", date(2026, 11, 26)) is None
    assert len(catalog.system_profiles("us-east-1", date(2026, 11, 26))) > 10
