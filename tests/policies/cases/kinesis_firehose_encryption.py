"""Fixtures of kinesis-firehose-encryption."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("kinesis/firehoseDeliveryStream", serverSideEncryption={"enabled": True}, destination="extended_s3")
BARE = SOUND.but(("serverSideEncryption.enabled is not set",), serverSideEncryption=None)
OFF = ("serverSideEncryption.enabled is false",)
LEFT = [
    SOUND.but(OFF, serverSideEncryption={"enabled": False, "keyType": "CUSTOMER_MANAGED_CMK"}),
    SOUND.but(OFF, serverSideEncryption={"enabled": False, "keyArn": U}),
]

CASES = Cases(
    passes=[
        SOUND,
        SOUND.but(serverSideEncryption=[{"enabled": True}]),
        SOUND.but(serverSideEncryption={"enabled": True, "keyType": "CUSTOMER_MANAGED_CMK"}),
        SOUND.but(serverSideEncryption={"enabled": True, "keyArn": U}),
    ],
    fails=[BARE, SOUND.but(OFF, serverSideEncryption={"enabled": False}), *LEFT],
    not_applicable=[BARE.but(kinesisSourceConfiguration=U), BARE.but(mskSourceConfiguration=U)],
    unknown=[SOUND.but(serverSideEncryption=U), SOUND.but(serverSideEncryption={"enabled": U})],
    left=LEFT,
)
