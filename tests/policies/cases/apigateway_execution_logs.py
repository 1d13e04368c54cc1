"""Fixtures of apigateway-execution-logs."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("apigateway/methodSettings", settings={"loggingLevel": "ERROR"})

CASES = Cases(
    passes=[SOUND, SOUND.but(settings={"loggingLevel": "INFO"})],
    fails=[
        SOUND.but(("settings.loggingLevel is OFF",), settings={"loggingLevel": "OFF"}),
        SOUND.but(("settings.loggingLevel is not set",), settings={}),
    ],
    not_applicable=[],
    unknown=[SOUND.but(settings=U)],
    always_applicable=True,
)
