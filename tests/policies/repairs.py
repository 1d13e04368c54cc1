"""The laws of a repair, told for one rule over all its fixtures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from guardrails.evaluate import Status, evaluate
from guardrails.repair import repair
from guardrails.rule import Rule

from tests.policies.cases import Case, Cases


def broken_laws(rule: Rule, cases: Cases) -> Iterator[str]:
    """What is wrong with a rule's repair, a line for each; nothing for a rule without one.

    A repair mends every violation but those that the fixtures leave to a person, and touches nothing else. A resource
    that it has mended is compliant, has lost nothing, and is left alone from then on.
    """
    if rule.remediation is None:
        return
    for case in _resources(cases.passes, cases.not_applicable, cases.unknown):
        if changes := made(rule, case):
            yield f"{rule.id} changes {sorted(changes)} of what breaks no rule: {case}"
    for case in _resources(cases.fails):
        mends = bool(made(rule, case))
        if mends is (case in cases.left):
            yield f"{rule.id} {'mends' if mends else 'leaves'} what it should {'leave' if mends else 'mend'}: {case}"
        elif mends:
            yield from _of_a_mended(rule, case)


def _of_a_mended(rule: Rule, case: Case) -> Iterator[str]:
    wrong = evaluate(rule, case.subject, case.today, case.settings).found
    for name, value in made(rule, case).items():
        changed = name in case.props and case.props[name] != value
        if changed and not any(found.property.startswith(name) for found in wrong):
            yield f"{rule.id} touches {name}, which breaks no rule"
    after = replace(case, props={**case.props, **made(rule, case)})
    verdict = evaluate(rule, after.subject, after.today, case.settings)
    if verdict.status is not Status.COMPLIANT:
        yield f"{rule.id} leaves a violation behind its repair: {verdict.messages or verdict.reason}"
    if again := made(rule, after):
        yield f"{rule.id} repairs a second time: {sorted(again)}"
    for lost in _lost(case.props, after.props):
        yield f"{rule.id} loses {lost}"


def made(rule: Rule, case: Case) -> Mapping[str, object]:
    """What the repair sets on a fixture."""
    return repair(rule, case.subject, case.today, case.settings)


def _resources(*kinds: object) -> list[Case]:
    return [case for kind in kinds if isinstance(kind, list) for case in kind if isinstance(case, Case)]


def _lost(before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[str]:
    """The names of nested values that are gone."""
    for name, value in before.items():
        if name not in after:
            yield name
        elif isinstance(value, Mapping):
            inner = after[name]
            yield from (f"{name}.{lost}" for lost in _lost(value, inner if isinstance(inner, Mapping) else {}))
