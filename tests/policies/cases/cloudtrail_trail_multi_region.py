"""Fixtures of cloudtrail-trail-multi-region."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("cloudtrail/trail", isMultiRegionTrail=True)

CASES = Cases(
    passes=[SOUND, SOUND.but(includeGlobalServiceEvents=True)],
    fails=[
        SOUND.but(("isMultiRegionTrail is not set",), isMultiRegionTrail=None),
        SOUND.but(("isMultiRegionTrail is false",), isMultiRegionTrail=False),
        SOUND.but(("includeGlobalServiceEvents is false",), includeGlobalServiceEvents=False),
    ],
    not_applicable=[],
    unknown=[SOUND.but(isMultiRegionTrail=U)],
    always_applicable=True,
)
