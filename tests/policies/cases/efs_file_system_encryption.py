"""Fixtures of efs-file-system-encryption."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("efs/fileSystem", encrypted=True)

CASES = Cases(
    passes=[SOUND],
    fails=[SOUND.but(("encrypted is not set",), encrypted=None), SOUND.but(("encrypted is false",), encrypted=False)],
    not_applicable=[],
    unknown=[SOUND.but(encrypted=U)],
    always_applicable=True,
)
