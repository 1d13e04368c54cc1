"""Fixtures of rds-backups."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("rds/instance", backupRetentionPeriod=7.0)
OFF = SOUND.but(("backupRetentionPeriod is 0",), backupRetentionPeriod=0.0)

CASES = Cases(
    passes=[SOUND, SOUND.but(backupRetentionPeriod=None)],
    fails=[OFF],
    not_applicable=[OFF.but(replicateSourceDb=U)],
    unknown=[SOUND.but(backupRetentionPeriod=U)],
)
