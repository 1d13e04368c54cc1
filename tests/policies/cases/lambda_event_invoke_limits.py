"""Fixtures of lambda-event-invoke-limits."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("lambda/functionEventInvokeConfig", functionName=U, maximumRetryAttempts=2.0, maximumEventAgeInSeconds=60.0)

CASES = Cases(
    passes=[
        SOUND,
        SOUND.but(maximumRetryAttempts=0.0, maximumEventAgeInSeconds=21600.0),
        aws("lambda/functionEventInvokeConfig", functionName=U),
    ],
    fails=[
        SOUND.but(("maximumRetryAttempts is 3, outside 0 to 2",), maximumRetryAttempts=3.0),
        SOUND.but(("maximumRetryAttempts is -1, outside 0 to 2",), maximumRetryAttempts=-1.0),
        SOUND.but(("maximumEventAgeInSeconds is 59, outside 60 to 21600",), maximumEventAgeInSeconds=59.0),
        SOUND.but(("maximumEventAgeInSeconds is 21601",), maximumEventAgeInSeconds=21601.0),
    ],
    not_applicable=[],
    unknown=[SOUND.but(maximumRetryAttempts=U)],
    always_applicable=True,
)
