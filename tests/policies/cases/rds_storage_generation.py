"""Fixtures of rds-storage-generation."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("rds/instance", storageType="gp3")

CASES = Cases(
    passes=[SOUND, SOUND.but(storageType=None)],
    fails=[
        SOUND.but(("storageType is gp2",), storageType="gp2"),
        SOUND.but(("storageType is standard",), storageType="standard"),
    ],
    not_applicable=[],
    unknown=[SOUND.but(storageType=U)],
    always_applicable=True,
)
