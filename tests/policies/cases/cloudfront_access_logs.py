"""Fixtures of cloudfront-access-logs."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("cloudfront/distribution", loggingConfig={"bucket": "logs.s3.amazonaws.com"})

CASES = Cases(
    passes=[SOUND, SOUND.but(loggingConfig={"bucket": U})],
    fails=[SOUND.but(("loggingConfig.bucket is not set",), loggingConfig=None)],
    not_applicable=[],
    presence_only=True,
    always_applicable=True,
)
