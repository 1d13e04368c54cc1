"""Every rule on its fixtures, and the contract that each rule holds: file, fixtures, types, messages."""

from __future__ import annotations

import importlib
import re
from datetime import date
from itertools import chain
from pathlib import Path

import pytest
from guardrails.catalog import Catalog, load
from guardrails.evaluate import Status, Subject, Verdict, evaluate
from guardrails.rule import Rule

from tests.policies.cases import (
    encryption_required,
    iam_least_privilege,
    lambda_limits,
    no_public_access,
    sagemaker_security,
)
from tests.policies.cases.case import Case, Cases

TODAY = date(2026, 11, 22)
CATALOG: Catalog = load()
FAMILIES = (iam_least_privilege, encryption_required, lambda_limits, no_public_access, sagemaker_security)
CASES: dict[str, Cases] = dict(chain.from_iterable(family.CASES.items() for family in FAMILIES))
RULES = {rule.id: rule for rule in CATALOG.rules}
every_rule = pytest.mark.parametrize("rule", CATALOG.rules, ids=lambda rule: rule.id)


def judge(rule: Rule, case: Case) -> Verdict:
    return evaluate(rule, Subject(case.type, case.name, "urn", case.props), TODAY)


def cases_of(kind: str) -> list[object]:
    return [
        pytest.param(RULES[rule_id], case, id=f"{rule_id}-{index}")
        for rule_id, cases in sorted(CASES.items())
        for index, case in enumerate(getattr(cases, kind))
    ]


@pytest.mark.parametrize(("rule", "case"), cases_of("passes"))
def test_a_compliant_resource_is_compliant(rule: Rule, case: Case) -> None:
    verdict = judge(rule, case)
    assert (verdict.status, verdict.messages) == (Status.COMPLIANT, ())


@pytest.mark.parametrize(("rule", "case"), cases_of("fails"))
def test_a_violation_names_its_property_and_the_remedy(rule: Rule, case: Case) -> None:
    verdict = judge(rule, case)
    assert verdict.status is Status.VIOLATION
    assert len(verdict.messages) == len(case.names), verdict.messages
    for message, start in zip(verdict.messages, case.names, strict=True):
        assert message.startswith(start), message
        assert message.endswith(f"; {rule.remedy} [{rule.id}]")


@pytest.mark.parametrize(("rule", "case"), cases_of("not_applicable"))
def test_what_a_rule_is_not_about_is_not_applicable_with_a_reason(rule: Rule, case: Case) -> None:
    verdict = judge(rule, case)
    assert verdict.status is Status.NOT_APPLICABLE
    assert verdict.reason


@pytest.mark.parametrize(("rule", "case"), cases_of("unknown"))
def test_what_depends_on_an_unknown_value_is_deferred_and_says_which(rule: Rule, case: Case) -> None:
    verdict = judge(rule, case)
    assert verdict.status is Status.DEFERRED
    assert re.fullmatch(r"deferred to the update: \w.* cannot be known before it", verdict.reason)


@every_rule
def test_each_rule_has_fixtures_of_all_four_kinds(rule: Rule) -> None:
    cases = CASES[rule.id]
    assert cases.passes
    assert cases.fails
    assert cases.not_applicable
    assert bool(cases.unknown) is not cases.presence_only


def test_each_fixture_belongs_to_a_rule_and_each_family_to_its_file() -> None:
    assert set(CASES) == set(RULES)
    for family in FAMILIES:
        name = Path(family.__file__ or "").stem.replace("_", "-")
        assert {RULES[rule_id].family.value for rule_id in family.CASES} == {name}


@every_rule
def test_a_rule_is_described_and_its_types_exist(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9-]{5,60}", rule.id)
    assert rule.summary.endswith(".")
    assert rule.cause.endswith(".")
    assert not rule.remedy.endswith(".")
    assert rule.remedy[0].islower() or not rule.remedy[0].isalpha()
    assert rule.url.startswith("https://docs.aws.amazon.com/")
    for token in rule.resources:
        assert vars(resource_class(token))["pulumi_type"] == token
    assert "\n" not in rule.remedy + rule.summary + rule.cause


@every_rule
def test_a_fixture_uses_properties_that_the_type_has(rule: Rule) -> None:
    cases = CASES[rule.id]
    for case in chain(cases.passes, cases.fails, cases.not_applicable, cases.unknown):
        assert set(case.props) <= aws_properties(case.type), case


def resource_class(token: str) -> type:
    """The class that pulumi_aws has for a type token."""
    module, name = token.removeprefix("aws:").split("/")[0], token.rpartition(":")[2]
    found: type = getattr(importlib.import_module(f"pulumi_aws.{'lambda_' if module == 'lambda' else module}"), name)
    return found


def aws_properties(token: str) -> set[str]:
    """The camelCase input names of a type, as pulumi_aws maps them."""
    return {_camel(name) for name in vars(resource_class(token)) if not name.startswith("_")}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)
