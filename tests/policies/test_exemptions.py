"""Exemptions: what they need, what they cover, and what becomes of them when their time is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from guardrails.catalog import Catalog, load
from guardrails.config.exemptions import Exemption
from guardrails.config.pack_config import read_pack_config
from guardrails.config.reading import ConfigError
from guardrails.evaluate import Status, Subject
from guardrails.judge import Judge
from guardrails.rule import Family, Level

TODAY = date(2026, 11, 22)
RULE = "lambda-function-timeout"
URN = "urn:pulumi:prod::shop::aws:lambda/function:Function::slow"
GIVEN = {
    "rule": RULE,
    "urn": "urn:pulumi:prod::shop::*::slow",
    "owner": "shop-team",
    "reason": "Moves to a state machine in January.",
    "expires": "2027-01-31",
}
Judged = Callable[..., Judge]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


@pytest.fixture
def judge(catalog: Catalog) -> Judged:
    def make(*exemptions: dict[str, Any], stack: str = "prod", **shared: Any) -> Judge:
        config = read_pack_config({"guardrails": {"exemptions": list(exemptions), **shared}}, catalog)
        return Judge.of(catalog, config, stack, "shop")

    return make


def slow(timeout: float = 901.0, urn: str = URN) -> Subject:
    return Subject("aws:lambda/function:Function", "slow", urn, {"timeout": timeout})


def said(judge: Judge, subject: Subject, today: date = TODAY) -> Any:
    return next(found for found in judge.resource(subject, today) if found.rule.id == RULE)


def test_a_violation_that_is_exempt_is_no_violation_and_says_why(judge: Judged) -> None:
    found = said(judge(GIVEN), slow())
    assert found.verdict.status is Status.NOT_APPLICABLE
    assert found.verdict.reason == "exempt until 2027-01-31 by shop-team: Moves to a state machine in January."
    assert [one.exemption.owner for one in found.exempted] == ["shop-team"]


@pytest.mark.parametrize(
    "other", [{"rule": "lambda-function-memory"}, {"urn": "*::fast"}, {"urn": "urn:pulumi:dev::*"}, {"urn": URN[:-1]}]
)
def test_it_covers_only_its_rule_and_its_resources(judge: Judged, other: dict[str, str]) -> None:
    assert said(judge({**GIVEN, **other}), slow()).verdict.status is Status.VIOLATION


@pytest.mark.parametrize("pattern", [RULE, "lambda-*", "lambda-limits", "*-timeout"])
def test_a_rule_may_be_named_by_pattern_or_family(judge: Judged, pattern: str) -> None:
    assert said(judge({**GIVEN, "rule": pattern}), slow()).verdict.status is Status.NOT_APPLICABLE


def test_it_holds_through_its_last_day_and_then_counts_as_expired(judge: Judged) -> None:
    last = date(2027, 1, 31)
    holding, over = judge(GIVEN), judge(GIVEN)
    assert said(holding, slow(), last).exempted
    assert not list(holding.expired(last))
    assert said(over, slow(), last + timedelta(days=1)).verdict.status is Status.VIOLATION
    (line,) = over.expired(last + timedelta(days=1))
    assert "expired on 2027-01-31" in line
    assert "shop-team" in line


def test_what_ends_within_two_weeks_is_listed(judge: Judged) -> None:
    one = judge(GIVEN)
    assert said(one, slow()).exempted
    last = date(2027, 1, 31)
    assert not list(one.to_review(last - timedelta(days=15)))
    for days in (14, 0):
        (line,) = one.to_review(last - timedelta(days=days))
        assert "ends on 2027-01-31" in line


def test_what_covers_nothing_is_listed_once_all_is_judged(judge: Judged) -> None:
    one = judge(GIVEN, {**GIVEN, "rule": "lambda-function-memory"})
    assert said(one, slow(60.0)).verdict.status is Status.COMPLIANT
    assert len(list(one.to_review(TODAY))) == 2
    assert said(one, slow()).exempted
    (line,) = one.to_review(TODAY)
    assert "lambda-function-memory" in line
    assert "covers no violation" in line


def test_an_exemption_of_another_stack_or_project_is_none_of_this_one_s_business(judge: Judged) -> None:
    others = [{**GIVEN, "urn": "urn:pulumi:dev::shop::*"}, {**GIVEN, "urn": "urn:pulumi:prod::blog::*"}]
    expired = [{**one, "expires": "2026-01-01"} for one in others]
    assert not list(judge(*others, *expired).to_review(TODAY))
    assert not list(judge(*others, *expired).expired(TODAY))
    anywhere = judge({**GIVEN, "urn": "*::slow"}, stack="dev")
    assert len(list(anywhere.to_review(TODAY))) == 1


def test_an_expired_exemption_gives_way_to_one_that_holds(judge: Judged) -> None:
    one = judge({**GIVEN, "expires": "2026-01-01"}, GIVEN)
    assert said(one, slow()).exempted


def test_a_stack_rule_s_violations_are_exempted_one_by_one(judge: Judged, catalog: Catalog) -> None:
    rule = next(entry for entry in catalog.stack_rules if entry.id == "s3-bucket-without-public-access-block")
    buckets = tuple(
        Subject("aws:s3/bucket:Bucket", name, f"urn:pulumi:prod::shop::aws:s3/bucket:Bucket::{name}", {})
        for name in ("site", "data")
    )
    one = judge({**GIVEN, "rule": rule.id, "urn": "*::site"})
    found = one.together(rule, buckets, TODAY)
    assert [message.urn.rpartition("::")[2] for message in found.verdict.found] == ["data"]
    assert [entry.message.urn.rpartition("::")[2] for entry in found.exempted] == ["site"]


def test_a_rule_that_is_disabled_says_nothing(judge: Judged) -> None:
    one = judge(levels={"*": "disabled", "lambda-limits": "advisory"})
    assert {found.level for found in one.resource(slow(), TODAY)} == {Level.ADVISORY}
    assert {found.rule.family for found in one.whole([slow()], TODAY)} == {Family.LAMBDA}


def test_the_level_follows_the_stack(judge: Judged) -> None:
    levels = {"prod": {"*": "mandatory"}, "dev": {"*": "advisory"}}
    assert said(judge(environmentLevels=levels), slow()).level is Level.MANDATORY
    assert said(judge(environmentLevels=levels, stack="shop-dev"), slow()).level is Level.ADVISORY


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ({"reason": "because"}, "reason = 'because' is not accepted; accepted: a string of 20 characters or more"),
        ({"reason": " " * 30}, "a string of 20 characters or more"),
        ({"reason": None}, "exemptions[0].reason is missing"),
        ({"owner": ""}, "exemptions[0].owner = '' is not accepted"),
        ({"expires": "soon"}, "exemptions[0].expires = 'soon' is not accepted; accepted: a date such as 2027-01-31"),
        ({"expires": None}, "exemptions[0].expires is missing"),
        ({"rule": "lambda-function-timeot"}, "lambda-function-timeout"),
        ({"rule": "*", "urn": "*"}, "accepted: a rule or a URN that is named at least in part"),
        ({"until": "2027-01-31"}, "exemptions[0].until = '2027-01-31' is not accepted; accepted: rule, urn, owner"),
    ],
)
def test_an_exemption_that_lacks_something_is_refused(judge: Judged, wrong: dict[str, Any], text: str) -> None:
    given = {key: value for key, value in {**GIVEN, **wrong}.items() if value is not None}
    with pytest.raises(ConfigError) as caught:
        judge(given)
    assert text in str(caught.value)


def test_patterns_match_urns_as_they_are_written() -> None:
    exemption = Exemption(RULE, "*::Slow", "o", "r", TODAY)
    assert not replace(exemption, urn="*::slow?").covers(next(iter(load().rules)), URN)
    assert exemption.concerns("any", "project")
