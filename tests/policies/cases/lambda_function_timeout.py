"""Fixtures of lambda-function-timeout."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Cases, U, aws

MINUTE = aws("lambda/function", timeout=60.0)
LOWERED = replace(MINUTE, settings={"maxSeconds": 60})

CASES = Cases(
    passes=[MINUTE, MINUTE.but(timeout=1.0), MINUTE.but(timeout=900.0), MINUTE.but(timeout="60"), LOWERED],
    fails=[
        MINUTE.but(("timeout is 901 s, outside 1 to 900 s;",), timeout=901.0),
        MINUTE.but(("timeout is 0 s",), timeout=0.0),
        MINUTE.but(("timeout is 1.5 s",), timeout=1.5),
        MINUTE.but(("timeout is not a number",), timeout="soon"),
        MINUTE.but(("timeout is not a finite number",), timeout=float("inf")),
        LOWERED.but(("timeout is 61 s, outside 1 to 60 s;",), timeout=61.0),
    ],
    not_applicable=[
        aws("lambda/function", runtime="python3.13"),
        MINUTE.but(timeout=901.0, capacityProviderConfig={"lambdaManagedInstancesCapacityProviderConfig": {}}),
    ],
    unknown=[MINUTE.but(timeout=U)],
)
