"""Fixtures of dynamodb-table-recovery."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("dynamodb/table", pointInTimeRecovery={"enabled": True})

CASES = Cases(
    passes=[SOUND, SOUND.but(pointInTimeRecovery=[{"enabled": True}])],
    fails=[
        SOUND.but(("pointInTimeRecovery.enabled is not set",), pointInTimeRecovery=None),
        SOUND.but(("pointInTimeRecovery.enabled is false",), pointInTimeRecovery={"enabled": False}),
    ],
    not_applicable=[],
    unknown=[SOUND.but(pointInTimeRecovery=U), SOUND.but(pointInTimeRecovery={"enabled": U})],
    always_applicable=True,
)
