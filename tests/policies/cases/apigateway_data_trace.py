"""Fixtures of apigateway-data-trace."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("apigateway/methodSettings", settings={"dataTraceEnabled": False})

CASES = Cases(
    passes=[SOUND, SOUND.but(settings={"loggingLevel": "INFO"})],
    fails=[SOUND.but(("settings.dataTraceEnabled is true",), settings={"dataTraceEnabled": True})],
    not_applicable=[],
    unknown=[SOUND.but(settings={"dataTraceEnabled": U})],
    always_applicable=True,
)
