"""Fixtures of rds-minor-upgrades."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("rds/instance", engine="postgres", autoMinorVersionUpgrade=True)

CASES = Cases(
    passes=[SOUND, aws("rds/clusterInstance", engine="aurora-mysql")],
    fails=[SOUND.but(("autoMinorVersionUpgrade is false",), autoMinorVersionUpgrade=False)],
    not_applicable=[],
    unknown=[SOUND.but(autoMinorVersionUpgrade=U)],
    always_applicable=True,
)
