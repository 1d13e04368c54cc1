"""Fixtures of lambda-function-switched-off."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

RESERVED = aws("lambda/function", reservedConcurrentExecutions=20.0)

CASES = Cases(
    passes=[RESERVED, RESERVED.but(reservedConcurrentExecutions=None), RESERVED.but(reservedConcurrentExecutions=-1.0)],
    fails=[RESERVED.but(("reservedConcurrentExecutions is 0, which",), reservedConcurrentExecutions=0.0)],
    not_applicable=[],
    unknown=[RESERVED.but(reservedConcurrentExecutions=U)],
    always_applicable=True,
)
