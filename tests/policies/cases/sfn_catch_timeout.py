"""Fixtures of sfn-catch-timeout."""

from __future__ import annotations

from typing import Any

from guardrails.rules.sfn_catch_timeout import LIMITS

from tests.policies.cases.case import Case, Cases, U
from tests.policies.cases.machines import FAILED, machine, task

FAILS, LATE, ALL = "States.TaskFailed", "States.Timeout", "States.ALL"
BY = {"TimeoutSeconds": 60, "TimeoutSecondsPath": "$.limit", "HeartbeatSeconds": 20, "HeartbeatSecondsPath": "$.beat"}


def catching(*errors: object, names: tuple[str, ...] = (), by: str = "TimeoutSeconds") -> Case:
    catchers: list[Any] = [each if each is U else {"ErrorEquals": each, "Next": "B"} for each in errors]
    return machine({"A": task(Catch=catchers, **({by: BY[by]} if by else {})), "B": FAILED}, names)


CASES = Cases(
    passes=[
        catching([FAILS, LATE]),
        catching([FAILS], [LATE]),
        catching([FAILS], [ALL]),
        catching([ALL]),
        catching(["Lambda.TooManyRequestsException"]),
        catching([FAILS], by=""),
        catching(["Lambda.X"], ["Lambda.Y"]),
        *[catching([FAILS, LATE], by=name) for name in LIMITS],
    ],
    fails=[
        *[
            catching(
                [FAILS], names=(f"definition.States.A.Catch[0].ErrorEquals names {FAILS}, which does not",), by=name
            )
            for name in LIMITS
        ],
        catching(["Lambda.X"], [FAILS], names=("definition.States.A.Catch[1].ErrorEquals names",)),
    ],
    not_applicable=[],
    unknown=[catching([FAILS], [U]), catching([FAILS, U]), catching([FAILS], U), catching([FAILS], U, U)],
    always_applicable=True,
)
