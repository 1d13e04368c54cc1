"""Fixtures of glue-catalog-encryption."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws


def settings(mode: object = "SSE-KMS", passwords: object = True) -> dict[str, object]:
    return {
        "encryptionAtRest": {"catalogEncryptionMode": mode},
        "connectionPasswordEncryption": {"returnConnectionPasswordEncrypted": passwords},
    }


PATH = "dataCatalogEncryptionSettings."
MODE = f"{PATH}encryptionAtRest.catalogEncryptionMode is "
PASSWORDS = f"{PATH}connectionPasswordEncryption.returnConnectionPasswordEncrypted is "
SOUND = aws("glue/dataCatalogEncryptionSettings", dataCatalogEncryptionSettings=settings())

CASES = Cases(
    passes=[SOUND, SOUND.but(dataCatalogEncryptionSettings=settings("SSE-KMS-WITH-SERVICE-ROLE"))],
    fails=[
        SOUND.but((f"{MODE}DISABLED",), dataCatalogEncryptionSettings=settings("DISABLED")),
        SOUND.but((f"{MODE}not set",), dataCatalogEncryptionSettings=settings(None)),
        SOUND.but((f"{PASSWORDS}false",), dataCatalogEncryptionSettings=settings(passwords=False)),
        SOUND.but((f"{PASSWORDS}not set",), dataCatalogEncryptionSettings=settings(passwords=None)),
    ],
    not_applicable=[],
    unknown=[SOUND.but(dataCatalogEncryptionSettings=U)],
    always_applicable=True,
)
