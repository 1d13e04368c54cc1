"""Fixtures of ecr-repository-kms."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("ecr/repository", encryptionConfigurations=[{"encryptionType": "KMS", "kmsKey": U}])
PATH = "encryptionConfigurations"

CASES = Cases(
    passes=[SOUND, SOUND.but(encryptionConfigurations=[{"encryptionType": "KMS_DSSE"}])],
    fails=[
        SOUND.but((f"{PATH}.encryptionType is not set",), encryptionConfigurations=None),
        SOUND.but(
            (f"{PATH}[0].encryptionType is AES256",),
            encryptionConfigurations=[{"encryptionType": "AES256", "kmsKey": U}],
        ),
    ],
    not_applicable=[],
    unknown=[SOUND.but(encryptionConfigurations=U)],
    always_applicable=True,
)
