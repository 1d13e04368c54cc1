"""Every rule on its fixtures, and the contract that each rule holds: file, fixtures, twins, types, messages."""

from __future__ import annotations

import importlib
import re
from itertools import chain

import pytest
from guardrails.aws import recovery
from guardrails.catalog import Catalog, load
from guardrails.evaluate import Status, Verdict, evaluate, evaluate_stack
from guardrails.rule import Rule, StackRule

from tests.policies.cases import Case, StackCase, all_cases
from tests.policies.cases.case import TODAY
from tests.policies.twins import differences

CATALOG: Catalog = load()
CASES = all_cases()
imports_provider = pytest.mark.xdist_group("pulumi_aws")
"""Most of pulumi_aws takes half a minute to import: one worker does it."""
COMPONENTS = {recovery.COMPONENT: {"tier", "rtoSeconds", "rpoSeconds"}}
"""Components that a rule looks at, and the inputs that they show; no class of pulumi_aws has those."""
every_rule = pytest.mark.parametrize("rule", CATALOG.entries, ids=lambda rule: rule.id)


def judge(rule: Rule | StackRule, case: Case | StackCase) -> Verdict:
    if isinstance(case, StackCase):
        assert isinstance(rule, StackRule)
        subjects = (resource.subject for resource in case.resources)
        return evaluate_stack(rule, subjects, TODAY, case.settings)
    assert isinstance(rule, Rule)
    return evaluate(rule, case.subject, case.today, case.settings)


def resources(case: Case | StackCase) -> tuple[Case, ...]:
    return case.resources if isinstance(case, StackCase) else (case,)


@every_rule
def test_a_compliant_resource_is_compliant(rule: Rule | StackRule) -> None:
    for case in CASES[rule.id].passes:
        verdict = judge(rule, case)
        assert (verdict.status, verdict.messages) == (Status.COMPLIANT, ()), case


@every_rule
def test_a_violation_names_its_resource_its_property_and_the_remedy(rule: Rule | StackRule) -> None:
    for case in CASES[rule.id].fails:
        verdict = judge(rule, case)
        assert verdict.status is Status.VIOLATION, case
        starts = case.names if isinstance(case, StackCase) else tuple(f"{case.name}: {name}" for name in case.names)
        assert len(verdict.messages) == len(starts), (verdict.messages, case)
        for message, start in zip(verdict.messages, starts, strict=True):
            assert message.startswith(start), (message, case)
            assert message.endswith(f"; {rule.remedy} [{rule.id}]"), (message, case)
        if isinstance(case, StackCase):
            assert {found.urn for found in verdict.found} <= {resource.urn for resource in case.resources}, case


@every_rule
def test_a_violation_has_a_clean_twin_that_differs_in_one_thing(rule: Rule | StackRule) -> None:
    cases = CASES[rule.id]
    clean = [*cases.passes, *cases.not_applicable]
    for case in cases.fails:
        assert any(differences(case, twin) == 1 for twin in clean), case


@every_rule
def test_what_a_rule_is_not_about_is_not_applicable_with_a_reason(rule: Rule | StackRule) -> None:
    for case in CASES[rule.id].not_applicable:
        verdict = judge(rule, case)
        assert verdict.status is Status.NOT_APPLICABLE, case
        assert verdict.reason, case


@every_rule
def test_what_depends_on_an_unknown_value_is_deferred_and_says_which(rule: Rule | StackRule) -> None:
    for case in CASES[rule.id].unknown:
        verdict = judge(rule, case)
        assert verdict.status is Status.DEFERRED, case
        assert re.fullmatch(r"deferred to the update: \w.* cannot be known before it", verdict.reason), case


@every_rule
def test_each_rule_has_fixtures_of_all_four_kinds(rule: Rule | StackRule) -> None:
    cases = CASES[rule.id]
    assert cases.passes
    assert cases.fails
    assert bool(cases.not_applicable) is not cases.always_applicable
    assert bool(cases.unknown) is not cases.presence_only


def test_each_fixture_belongs_to_a_rule() -> None:
    assert set(CASES) == {rule.id for rule in CATALOG.entries}


@imports_provider
@every_rule
def test_a_rule_is_described_and_its_types_exist(rule: Rule | StackRule) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9-]{5,60}", rule.id)
    assert rule.summary.endswith(".")
    assert rule.cause.endswith(".")
    assert not rule.remedy.endswith(".")
    assert rule.remedy[0].islower() or not rule.remedy[0].isalpha()
    assert rule.url.startswith("https://docs.aws.amazon.com/")
    for token in rule.resources:
        assert token in COMPONENTS or vars(resource_class(token))["pulumi_type"] == token
    assert "\n" not in rule.remedy + rule.summary + rule.cause


@imports_provider
@every_rule
def test_a_fixture_uses_properties_that_the_type_has(rule: Rule | StackRule) -> None:
    cases = CASES[rule.id]
    for case in chain(cases.passes, cases.fails, cases.not_applicable, cases.unknown):
        for resource in resources(case):
            assert set(resource.props) <= (COMPONENTS.get(resource.type) or aws_properties(resource.type)), resource


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
