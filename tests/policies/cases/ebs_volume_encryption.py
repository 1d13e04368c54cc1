"""Fixtures of ebs-volume-encryption."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("ebs/volume", encrypted=True)

CASES = Cases(
    passes=[SOUND, SOUND.but(snapshotId=U)],
    fails=[
        SOUND.but(("encrypted is not set",), encrypted=None),
        SOUND.but(("encrypted is false",), encrypted=False),
        SOUND.but(("encrypted is false",), encrypted=False, snapshotId=U),
    ],
    not_applicable=[SOUND.but(encrypted=None, snapshotId=U)],
    unknown=[SOUND.but(encrypted=U)],
)
