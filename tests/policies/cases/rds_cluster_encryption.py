"""Fixtures of rds-cluster-encryption."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("rds/cluster", storageEncrypted=True)
GLOBAL = aws("rds/globalCluster", storageEncrypted=True)
BARE = aws("rds/cluster")

CASES = Cases(
    passes=[SOUND, GLOBAL, SOUND.but(snapshotIdentifier=U), SOUND.but(engineMode="serverless")],
    fails=[
        SOUND.but(("storageEncrypted is not set",), storageEncrypted=None),
        SOUND.but(("storageEncrypted is false",), storageEncrypted=False),
        SOUND.but(("storageEncrypted is false",), storageEncrypted=False, snapshotIdentifier=U),
        GLOBAL.but(("storageEncrypted is not set",), storageEncrypted=None),
        BARE.but(("storageEncrypted is not set",), engineMode="provisioned"),
    ],
    not_applicable=[
        BARE.but(snapshotIdentifier="s"),
        BARE.but(replicationSourceIdentifier=U),
        BARE.but(restoreToPointInTime={"sourceClusterIdentifier": U}),
        aws("rds/globalCluster", sourceDbClusterIdentifier=U),
        BARE.but(engineMode="serverless"),
    ],
    unknown=[SOUND.but(storageEncrypted=U)],
)
