"""Fixtures of dms-replication-instance-public."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

CLOSED = aws("dms/replicationInstance", publiclyAccessible=False)

CASES = Cases(
    passes=[
        CLOSED,
        CLOSED.but(publiclyAccessible=None),
    ],
    fails=[
        CLOSED.but(("publiclyAccessible is true",), publiclyAccessible=True),
    ],
    not_applicable=[],
    unknown=[CLOSED.but(publiclyAccessible=U)],
    always_applicable=True,
)
