"""Fixtures of rds-instance-public."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

CLOSED = aws("rds/instance", publiclyAccessible=False)

CASES = Cases(
    passes=[
        CLOSED,
        CLOSED.but(publiclyAccessible=None),
        aws("rds/clusterInstance", publiclyAccessible=False),
        aws("neptune/clusterInstance", publiclyAccessible=False),
        aws("lightsail/database", publiclyAccessible=False),
    ],
    fails=[
        CLOSED.but(("publiclyAccessible is true",), publiclyAccessible=True),
        aws("rds/clusterInstance", ("publiclyAccessible is true",), publiclyAccessible=True),
        aws("neptune/clusterInstance", ("publiclyAccessible is true",), publiclyAccessible=True),
        aws("lightsail/database", ("publiclyAccessible is true",), publiclyAccessible=True),
    ],
    not_applicable=[],
    unknown=[CLOSED.but(publiclyAccessible=U)],
    always_applicable=True,
)
