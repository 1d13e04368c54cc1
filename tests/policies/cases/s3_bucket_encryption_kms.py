"""Fixtures of s3-bucket-encryption-kms."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Cases, U, aws

KMS = {"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": U}, "bucketKeyEnabled": True}
DSSE = {**KMS, "applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms:dsse", "kmsMasterKeyId": U}}
OWN = {**KMS, "applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256", "kmsMasterKeyId": U}}
LATER = {**KMS, "applyServerSideEncryptionByDefault": {"sseAlgorithm": U, "kmsMasterKeyId": U}}
NONE = {"bucketKeyEnabled": True}
IS_OWN = "rules[0].applyServerSideEncryptionByDefault.sseAlgorithm is AES256"

SOUND = aws("s3/bucketServerSideEncryptionConfiguration", rules=[KMS], bucket="b")
OLD = aws("s3/bucketServerSideEncryptionConfigurationV2", rules=[KMS])
INLINE = aws("s3/bucket", serverSideEncryptionConfiguration={"rule": KMS})
INLINE_OWN = "serverSideEncryptionConfiguration.rule.applyServerSideEncryptionByDefault.sseAlgorithm is AES256"
LOGS = aws("s3/bucketServerSideEncryptionConfiguration", called="platform-access-logs-sse", rules=[OWN])


def plural(algorithm: str) -> list[object]:
    return [{"rules": [{"applyServerSideEncryptionByDefaults": [{"sseAlgorithm": algorithm}]}]}]


V2 = aws("s3/bucketV2", serverSideEncryptionConfigurations=plural("aws:kms"))
V2_OWN = "serverSideEncryptionConfigurations[0].rules[0].applyServerSideEncryptionByDefaults[0].sseAlgorithm is AES256"

CASES = Cases(
    passes=[SOUND, OLD, INLINE, V2, SOUND.but(rules=[DSSE]), SOUND.but(rules=[KMS, KMS]), LOGS.but(rules=[KMS])],
    fails=[
        SOUND.but((IS_OWN,), rules=[OWN]),
        OLD.but((IS_OWN,), rules=[OWN]),
        SOUND.but(("rules[1].applyServerSideEncryptionByDefault.sseAlgorithm is missing",), rules=[KMS, NONE]),
        SOUND.but(("rules is empty",), rules=None),
        INLINE.but((INLINE_OWN,), serverSideEncryptionConfiguration={"rule": OWN}),
        INLINE.but(
            ("serverSideEncryptionConfiguration.rule is empty",), serverSideEncryptionConfiguration={"rule": None}
        ),
        V2.but((V2_OWN,), serverSideEncryptionConfigurations=plural("AES256")),
    ],
    not_applicable=[
        aws("s3/bucket", bucket="b"),
        aws("s3/bucketV2", bucket="b"),
        *(replace(LOGS, name=name) for name in ("Access-Log-Sse", "shop-logs", "shop-logs-sse", "logs-of-shop")),
    ],
    unknown=[SOUND.but(rules=[LATER]), SOUND.but(rules=U), LOGS.but(rules=[LATER])],
)
