"""Fixtures of ebs-snapshot-copy-encryption."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("ebs/snapshotCopy", encrypted=True)
IMAGE = aws("ec2/amiCopy", encrypted=True)

CASES = Cases(
    passes=[SOUND, IMAGE],
    fails=[
        SOUND.but(("encrypted is not set",), encrypted=None),
        SOUND.but(("encrypted is false",), encrypted=False),
        IMAGE.but(("encrypted is not set",), encrypted=None),
    ],
    not_applicable=[],
    unknown=[SOUND.but(encrypted=U)],
    always_applicable=True,
)
