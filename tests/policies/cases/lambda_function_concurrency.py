"""Fixtures of lambda-function-concurrency."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("lambda/function", runtime="python3.13", reservedConcurrentExecutions=20.0)

CASES = Cases(
    passes=[SOUND, SOUND.but(reservedConcurrentExecutions=0.0)],
    fails=[
        SOUND.but(("reservedConcurrentExecutions is not set",), reservedConcurrentExecutions=None),
        SOUND.but(("reservedConcurrentExecutions is -1",), reservedConcurrentExecutions=-1.0),
    ],
    not_applicable=[replace(SOUND.but(reservedConcurrentExecutions=None), environment="dev")],
    unknown=[SOUND.but(reservedConcurrentExecutions=U)],
)
