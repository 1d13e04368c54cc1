"""Fixtures of s3-bucket-policy-tls."""

from __future__ import annotations

import json

from tests.policies.cases.case import Cases, U, aws


def policy(**changes: object) -> dict[str, object]:
    deny = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": "*",
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return {"Statement": [{**deny, **changes}]}


FOUND = ("policy lets requests in without TLS",)
SOUND = aws("s3/bucketPolicy", policy=policy(), bucket="b")
INLINE = aws("s3/bucket", policy=policy())
OLD = aws("s3/bucketV2", policy=policy())
NEWEST = {"NumericLessThan": {"s3:TlsVersion": 1.2}}

CASES = Cases(
    passes=[
        SOUND,
        INLINE,
        OLD,
        SOUND.but(policy=json.dumps(policy())),
        SOUND.but(policy=policy(Action="*")),
        SOUND.but(policy=policy(Action=["s3:GetObject", "S3:*"])),
        SOUND.but(policy=policy(Principal={"AWS": ["*", "arn:aws:iam::123456789012:root"]})),
        SOUND.but(policy=policy(Condition={**NEWEST, "StringEquals": {"aws:PrincipalAccount": "1"}})),
        SOUND.but(policy=policy(Principal={"AWS": "*"}, Resource=U)),
        SOUND.but(policy=policy(Condition={"Bool": {"AWS:SecureTransport": False}})),
        SOUND.but(policy=policy(Condition=NEWEST)),
    ],
    fails=[
        SOUND.but(FOUND, policy={"Statement": []}),
        INLINE.but(FOUND, policy=policy(Effect="Allow")),
        OLD.but(FOUND, policy=policy(Effect="Allow")),
        SOUND.but(FOUND, policy=policy(Effect="Allow")),
        SOUND.but(FOUND, policy=policy(Principal="arn:aws:iam::123456789012:root")),
        SOUND.but(FOUND, policy=policy(Action="s3:GetObject")),
        SOUND.but(FOUND, policy=policy(Condition={"Bool": {"aws:SecureTransport": "true"}})),
        SOUND.but(FOUND, policy=policy(Condition={"Bool": {"aws:ViaAWSService": "false"}})),
        SOUND.but(FOUND, policy=policy(Condition={"Null": {"aws:SecureTransport": "false"}})),
        SOUND.but(FOUND, policy=policy(Condition={"NumericLessThan": {"s3:max-keys": 1.2}})),
        SOUND.but(FOUND, policy=policy(Condition={"NumericGreaterThan": {"s3:TlsVersion": 1.2}})),
    ],
    not_applicable=[SOUND.but(policy=None), INLINE.but(policy=None)],
    unknown=[SOUND.but(policy=U)],
)
