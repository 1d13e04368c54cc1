"""Fixtures of logs-log-group-retention."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("cloudwatch/logGroup", retentionInDays=90.0)
NEVER = SOUND.but(("retentionInDays is not set",), retentionInDays=None)

CASES = Cases(
    passes=[
        SOUND,
        SOUND.but(retentionInDays=3653.0),
        replace(SOUND, settings={"maxDays": 90}),
        replace(SOUND, settings={"minDays": 90}),
        NEVER.but(logGroupClass="STANDARD", retentionInDays=1.0),
    ],
    fails=[
        NEVER,
        SOUND.but(("retentionInDays is 0, so events",), retentionInDays=0.0),
        NEVER.but(NEVER.names, logGroupClass="STANDARD"),
        SOUND.but(("retentionInDays is 3654, outside 1 to 3653 days",), retentionInDays=3654.0),
        replace(SOUND, settings={"maxDays": 60}, names=("retentionInDays is 90, outside 1 to 60 days",)),
        replace(SOUND, settings={"minDays": 91}, names=("retentionInDays is 90, outside 91 to 3653 days",)),
    ],
    not_applicable=[NEVER.but(logGroupClass="DELIVERY")],
    unknown=[SOUND.but(retentionInDays=U)],
)
