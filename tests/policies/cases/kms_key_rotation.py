"""Fixtures of kms-key-rotation."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("kms/key", enableKeyRotation=True)
BARE = SOUND.but(("enableKeyRotation is not set",), enableKeyRotation=None)

CASES = Cases(
    passes=[SOUND, SOUND.but(customerMasterKeySpec="SYMMETRIC_DEFAULT")],
    fails=[
        BARE,
        SOUND.but(("enableKeyRotation is false",), enableKeyRotation=False),
        BARE.but(BARE.names, customerMasterKeySpec="SYMMETRIC_DEFAULT"),
    ],
    not_applicable=[BARE.but(customerMasterKeySpec="RSA_2048"), BARE.but(customKeyStoreId="cks-1")],
    unknown=[SOUND.but(enableKeyRotation=U)],
)
