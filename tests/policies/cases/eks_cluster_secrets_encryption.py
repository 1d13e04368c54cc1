"""Fixtures of eks-cluster-secrets-encryption."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws


def encryption(key: object) -> dict[str, object]:
    return {"resources": ["secrets"], "provider": {"keyArn": key}}


SOUND = aws("eks/cluster", encryptionConfig=encryption(U))

CASES = Cases(
    passes=[SOUND, SOUND.but(encryptionConfig=encryption("arn:aws:kms:us-east-1:123456789012:key/1"))],
    fails=[
        SOUND.but(("encryptionConfig.provider.keyArn is not set",), encryptionConfig=None),
        SOUND.but(("encryptionConfig.provider.keyArn is not set",), encryptionConfig=encryption("")),
    ],
    not_applicable=[],
    presence_only=True,
    always_applicable=True,
)
