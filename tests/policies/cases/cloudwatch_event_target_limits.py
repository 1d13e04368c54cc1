"""Fixtures of cloudwatch-event-target-limits."""

from __future__ import annotations

from guardrails.aws import events

from tests.policies.cases.case import Cases, U, aws
from tests.policies.cases.edges import at_the_edges

TARGET = aws("cloudwatch/eventTarget", rule="nightly", arn="arn:aws:lambda:eu-west-1:123456789012:function:f")
PASSES, FAILS = at_the_edges(TARGET, events.TARGET_LIMITS)

CASES = Cases(
    passes=[TARGET, *PASSES],
    fails=[*FAILS, TARGET.but(("targetId is a/b, which holds characters",), targetId="a/b")],
    not_applicable=[],
    unknown=[TARGET.but(targetId=U), TARGET.but(retryPolicy=U), TARGET.but(retryPolicy={"maximumRetryAttempts": U})],
    always_applicable=True,
)
