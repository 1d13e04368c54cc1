"""Fixtures of logs-log-group-kms."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("cloudwatch/logGroup", kmsKeyId="arn:aws:kms:us-east-1:123456789012:key/1")
BARE = SOUND.but(("kmsKeyId is not set",), kmsKeyId=None)

CASES = Cases(
    passes=[SOUND, SOUND.but(kmsKeyId=U), SOUND.but(logGroupClass="DELIVERY")],
    fails=[BARE, SOUND.but(("kmsKeyId is not set",), kmsKeyId=""), BARE.but(BARE.names, logGroupClass="STANDARD")],
    not_applicable=[BARE.but(logGroupClass="DELIVERY")],
    presence_only=True,
)
