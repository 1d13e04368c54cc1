"""An organisation's settings reach the rules, and the catalog checks resources and stacks without an engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from guardrails.catalog import load
from guardrails.evaluate import Status, Subject, evaluate, evaluate_stack
from guardrails.rule import Family, Finding, Resource, Rule, Severity, StackRule, violation

CATALOG = load()
RULES = {rule.id: rule for rule in CATALOG.rules}
TODAY = date(2026, 11, 22)
FUNCTION = "aws:lambda/function:Function"
VARIANT = {
    "scalableDimension": "sagemaker:variant:DesiredInstanceCount",
    "minCapacity": 0.0,
    "resourceId": "endpoint/async-a/variant/v",
}
FACTS: dict[str, Any] = {
    "family": Family.IAM,
    "severity": Severity.LOW,
    "resources": (FUNCTION,),
    "summary": "s.",
    "cause": "c.",
    "remedy": "repair",
    "url": "u",
}


def status(rule_id: str, token: str, props: Mapping[str, object], settings: Mapping[str, object]) -> Status:
    return evaluate(RULES[rule_id], Subject(token, "thing", "urn", props), TODAY, settings).status


@pytest.mark.parametrize(("given", "expected"), [([], Status.VIOLATION), (["endpoint/async-*"], Status.COMPLIANT)])
def test_asynchronous_endpoints_may_reach_zero_where_they_are_named(given: list[str], expected: Status) -> None:
    token = "aws:appautoscaling/target:Target"
    assert status("sagemaker-scaling-min-capacity", token, VARIANT, {"allowZero": given}) is expected


@pytest.mark.parametrize(("seconds", "expected"), [(300.0, Status.COMPLIANT), (301.0, Status.VIOLATION)])
def test_a_lower_limit_than_awss_own_can_be_set(seconds: float, expected: Status) -> None:
    assert status("lambda-function-timeout", FUNCTION, {"timeout": seconds}, {"maxSeconds": 300}) is expected


def test_a_setting_of_another_kind_is_a_finding_and_no_crash() -> None:
    subject = Subject(FUNCTION, "f", "urn", {"timeout": 1.0})
    verdict = evaluate(RULES["lambda-function-timeout"], subject, TODAY, {"maxSeconds": "x"})
    assert verdict.status is Status.VIOLATION
    assert "failed with TypeError at rule.py:" in verdict.messages[0]


LAST_DAY = date(2026, 10, 31)


@pytest.mark.parametrize(("day", "expected"), [(LAST_DAY, Status.COMPLIANT), (date(2026, 11, 1), Status.VIOLATION)])
def test_a_runtime_is_supported_up_to_its_last_day(day: date, expected: Status) -> None:
    subject = Subject(FUNCTION, "f", "urn", {"runtime": "python3.10"})
    assert evaluate(RULES["lambda-function-runtime"], subject, day).status is expected


def test_the_catalog_judges_plain_values_without_an_engine() -> None:
    verdicts = {verdict.rule: verdict.status for verdict in CATALOG.check(FUNCTION, "f", {"timeout": 901.0}, TODAY)}
    assert verdicts["lambda-function-timeout"] is Status.VIOLATION
    assert set(verdicts) == {rule.id for rule in CATALOG.by_type[FUNCTION]}
    assert list(CATALOG.check("aws:ec2/routeTable:RouteTable", "v", {}, TODAY)) == []
    bucket = Subject("aws:s3/bucket:Bucket", "b", "urn:b", {"bucket": "b"})
    stack = {verdict.rule: verdict.status for verdict in CATALOG.check_stack([bucket], TODAY)}
    assert stack["s3-bucket-without-public-access-block"] is Status.VIOLATION


def test_what_a_rule_found_before_it_broke_stays() -> None:
    rule = Rule(id="breaks", **FACTS)

    @rule.check
    def check(resource: Resource) -> Iterator[Finding]:
        yield violation("timeout", "is odd")
        raise RuntimeError(f"hunter2 {resource.name}")

    verdict = evaluate(rule, Subject(FUNCTION, "f", "urn", {}), TODAY)
    assert verdict.status is Status.VIOLATION
    first, second = verdict.messages
    assert first == "f: timeout is odd; repair [breaks]"
    assert "RuntimeError at test_settings.py:" in second
    assert "hunter2" not in second


def test_a_rule_without_a_check_never_passes_a_resource() -> None:
    subject = Subject(FUNCTION, "f", "urn", {})
    of_one = Rule(id="empty", **FACTS)
    of_all = StackRule(id="empty", **FACTS)
    assert evaluate(of_one, subject, TODAY).status is Status.VIOLATION
    assert evaluate_stack(of_all, [subject], TODAY).status is Status.VIOLATION
