"""Fixtures of rds-deletion-protection."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("rds/instance", deletionProtection=True)

CASES = Cases(
    passes=[
        SOUND,
        aws("rds/cluster", deletionProtection=True),
        aws("docdb/cluster", deletionProtection=True),
        aws("neptune/cluster", deletionProtection=True),
    ],
    fails=[
        SOUND.but(("deletionProtection is not set",), deletionProtection=None),
        SOUND.but(("deletionProtection is false",), deletionProtection=False),
        aws("rds/cluster", ("deletionProtection is false",), deletionProtection=False),
        aws("docdb/cluster", ("deletionProtection is false",), deletionProtection=False),
        aws("neptune/cluster", ("deletionProtection is false",), deletionProtection=False),
    ],
    not_applicable=[],
    unknown=[SOUND.but(deletionProtection=U)],
    always_applicable=True,
)
