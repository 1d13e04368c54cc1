"""Whether a rule still does what its fixtures say."""

from __future__ import annotations

from guardrails.evaluate import Status, Verdict, evaluate, evaluate_stack
from guardrails.rule import Rule, StackRule

from tests.policies.cases import Case, Cases, StackCase
from tests.policies.cases.case import TODAY
from tests.policies.repairs import broken_laws

EXPECTED = {
    "passes": Status.COMPLIANT,
    "fails": Status.VIOLATION,
    "not_applicable": Status.NOT_APPLICABLE,
    "unknown": Status.DEFERRED,
}
"""The outcome that each kind of fixture stands for."""


def holds(rule: Rule | StackRule, cases: Cases) -> bool:
    """True when every fixture has the outcome that it was written for, and each repair keeps its laws."""
    told = all(
        _as_written(judged(rule, case), status, case)
        for kind, status in EXPECTED.items()
        for case in getattr(cases, kind)
    )
    return told and (isinstance(rule, StackRule) or not any(broken_laws(rule, cases)))


def judged(rule: Rule | StackRule, case: Case | StackCase) -> Verdict:
    """What a rule says of a fixture."""
    if isinstance(case, StackCase):
        assert isinstance(rule, StackRule)
        return evaluate_stack(rule, (resource.subject for resource in case.resources), TODAY, case.settings)
    assert isinstance(rule, Rule)
    return evaluate(rule, case.subject, case.today, case.settings)


def _as_written(verdict: Verdict, status: Status, case: Case | StackCase) -> bool:
    if verdict.status is not status:
        return False
    if status is not Status.VIOLATION:
        return True
    starts = case.names if isinstance(case, StackCase) else tuple(f"{case.name}: {name}" for name in case.names)
    return len(verdict.messages) == len(starts) and all(map(str.startswith, verdict.messages, starts))
