"""Fixtures of rds-instance-encryption."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("rds/instance", storageEncrypted=True, engine="postgres")

CASES = Cases(
    passes=[SOUND, SOUND.but(snapshotIdentifier=U), SOUND.but(engine=None)],
    fails=[
        SOUND.but(("storageEncrypted is not set",), storageEncrypted=None),
        SOUND.but(("storageEncrypted is false",), storageEncrypted=False),
        SOUND.but(("storageEncrypted is false",), storageEncrypted=False, snapshotIdentifier=U),
    ],
    not_applicable=[
        SOUND.but(storageEncrypted=None, replicateSourceDb=U),
        SOUND.but(storageEncrypted=None, snapshotIdentifier=U),
        SOUND.but(storageEncrypted=None, restoreToPointInTime={"sourceDbInstanceIdentifier": U}),
        SOUND.but(storageEncrypted=False, engine="aurora-mysql"),
    ],
    unknown=[SOUND.but(storageEncrypted=U)],
)
