"""Fixtures of redshift-cluster-encryption."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("redshift/cluster", encrypted="true")

CASES = Cases(
    passes=[SOUND, SOUND.but(encrypted=None)],
    fails=[SOUND.but(("encrypted is false",), encrypted="false"), SOUND.but(("encrypted is false",), encrypted=False)],
    not_applicable=[],
    unknown=[SOUND.but(encrypted=U)],
    always_applicable=True,
)
