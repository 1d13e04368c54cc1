"""Fixtures of docdb-cluster-encryption."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("docdb/cluster", storageEncrypted=True)

CASES = Cases(
    passes=[SOUND, SOUND.but(snapshotIdentifier=U)],
    fails=[
        SOUND.but(("storageEncrypted is not set",), storageEncrypted=None),
        SOUND.but(("storageEncrypted is false",), storageEncrypted=False),
        SOUND.but(("storageEncrypted is false",), storageEncrypted=False, snapshotIdentifier=U),
    ],
    not_applicable=[
        SOUND.but(storageEncrypted=None, snapshotIdentifier=U),
        SOUND.but(storageEncrypted=None, restoreToPointInTime=U),
    ],
    unknown=[SOUND.but(storageEncrypted=U)],
)
