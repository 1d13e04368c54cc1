"""Fixtures of apigateway-stage-tracing."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("apigateway/stage", xrayTracingEnabled=True)

CASES = Cases(
    passes=[SOUND],
    fails=[
        SOUND.but(("xrayTracingEnabled is not set",), xrayTracingEnabled=None),
        SOUND.but(("xrayTracingEnabled is false",), xrayTracingEnabled=False),
    ],
    not_applicable=[],
    unknown=[SOUND.but(xrayTracingEnabled=U)],
    always_applicable=True,
)
