"""Fixtures of lambda-function-tracing."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

ACTIVE = aws("lambda/function", runtime="python3.13", tracingConfig={"mode": "Active"})

CASES = Cases(
    passes=[ACTIVE],
    fails=[
        ACTIVE.but(("tracingConfig.mode is not set",), tracingConfig=None),
        ACTIVE.but(("tracingConfig.mode is PassThrough",), tracingConfig={"mode": "PassThrough"}),
    ],
    not_applicable=[],
    unknown=[ACTIVE.but(tracingConfig=U), ACTIVE.but(tracingConfig={"mode": U})],
    always_applicable=True,
)
