"""Fixtures of appsync-api-logs."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("appsync/graphQLApi", logConfig={"fieldLogLevel": "ERROR"})

CASES = Cases(
    passes=[SOUND, *(SOUND.but(logConfig={"fieldLogLevel": level}) for level in ("INFO", "DEBUG", "ALL"))],
    fails=[
        SOUND.but(("logConfig.fieldLogLevel is not set",), logConfig=None),
        SOUND.but(("logConfig.fieldLogLevel is NONE",), logConfig={"fieldLogLevel": "NONE"}),
    ],
    not_applicable=[],
    unknown=[SOUND.but(logConfig=U)],
    always_applicable=True,
)
