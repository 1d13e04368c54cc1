"""Fixtures of cloudtrail-trail-cloudwatch."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("cloudtrail/trail", cloudWatchLogsGroupArn="arn:aws:logs:us-east-1:123456789012:log-group:trail:*")

CASES = Cases(
    passes=[SOUND, SOUND.but(cloudWatchLogsGroupArn=U)],
    fails=[
        SOUND.but(("cloudWatchLogsGroupArn is not set",), cloudWatchLogsGroupArn=None),
        SOUND.but(("cloudWatchLogsGroupArn is not set",), cloudWatchLogsGroupArn=""),
    ],
    not_applicable=[],
    presence_only=True,
    always_applicable=True,
)
