"""Fixtures of redshift-cluster-public."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

CLOSED = aws("redshift/cluster", publiclyAccessible=False)

CASES = Cases(
    passes=[
        CLOSED,
        CLOSED.but(publiclyAccessible=None),
        aws("redshiftserverless/workgroup", publiclyAccessible=False),
    ],
    fails=[
        CLOSED.but(("publiclyAccessible is true",), publiclyAccessible=True),
        aws("redshiftserverless/workgroup", ("publiclyAccessible is true",), publiclyAccessible=True),
    ],
    not_applicable=[],
    unknown=[CLOSED.but(publiclyAccessible=U)],
    always_applicable=True,
)
