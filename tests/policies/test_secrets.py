"""No message tells a secret: every rule on every fixture that breaks it, with each of its properties sealed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from guardrails.catalog import load
from guardrails.evaluate import Subject, Verdict, evaluate, evaluate_stack
from guardrails.props import Secret
from guardrails.rule import Rule, StackRule
from guardrails.telling import SEALED, tells

from tests.policies.cases import Case, StackCase, all_cases
from tests.policies.cases.case import TODAY

CASES = all_cases()


def sealed(case: Case) -> Subject:
    return replace(case.subject, raw={name: Secret(value) for name, value in case.subject.raw.items()})


def judged(rule: Rule | StackRule, case: Case | StackCase) -> tuple[Verdict, list[Subject]]:
    if isinstance(case, StackCase):
        assert isinstance(rule, StackRule)
        subjects = [sealed(one) for one in case.resources]
        return evaluate_stack(rule, subjects, TODAY, case.settings), subjects
    assert isinstance(rule, Rule)
    return evaluate(rule, sealed(case), case.today, case.settings), [sealed(case)]


@pytest.mark.parametrize("rule", load().entries, ids=lambda rule: rule.id)
def test_nothing_that_is_sealed_is_told(rule: Rule | StackRule) -> None:
    for case in CASES[rule.id].fails:
        verdict, subjects = judged(rule, case)
        assert verdict.found, case
        for problem in (message.problem for message in verdict.found):
            assert problem == SEALED or not tells(problem, [one.raw for one in subjects]), problem


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("has the action s3:GetItem, which IAM calls otherwise", True),
        ("lets 1234 in", True),
        ("lets 12345 in", False),
        ("is too long", False),
        ("is 7 s", True),
    ],
)
def test_a_word_of_a_secret_is_found_also_inside_a_document(text: str, told: bool) -> None:
    document = Secret('{"Statement": [{"Action": ["s3:GetItem"], "Principal": 1234}]}')
    assert tells(text, [{"open": "long", "policy": document, "list": [{"timeout": Secret(7.0)}]}]) is told
