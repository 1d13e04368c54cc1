"""Fixtures of kinesis-firehose-encryption."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("kinesis/firehoseDeliveryStream", serverSideEncryption={"enabled": True}, destination="extended_s3")

CASES = Cases(
    passes=[SOUND, SOUND.but(serverSideEncryption=[{"enabled": True}])],
    fails=[
        SOUND.but(("serverSideEncryption.enabled is not set",), serverSideEncryption=None),
        SOUND.but(("serverSideEncryption.enabled is false",), serverSideEncryption={"enabled": False}),
    ],
    not_applicable=[
        SOUND.but(serverSideEncryption=None, kinesisSourceConfiguration=U),
        SOUND.but(serverSideEncryption=None, mskSourceConfiguration=U),
    ],
    unknown=[SOUND.but(serverSideEncryption=U), SOUND.but(serverSideEncryption={"enabled": U})],
)
