"""Fixtures of cloudwatch-event-rule-limits."""

from __future__ import annotations

from guardrails.aws import events

from tests.policies.cases.case import Cases, U, aws
from tests.policies.cases.edges import at_the_edges

RULE = aws("cloudwatch/eventRule", name="nightly-retraining", scheduleExpression="rate(1 day)")
PASSES, FAILS = at_the_edges(RULE, events.RULE_LIMITS)

CASES = Cases(
    passes=[RULE, *PASSES],
    fails=[*FAILS, RULE.but(("name is nightly run, which holds characters",), name="nightly run")],
    not_applicable=[],
    unknown=[RULE.but(name=U), RULE.but(state=U)],
    always_applicable=True,
)
