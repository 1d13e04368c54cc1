"""Fixtures of iam-name-collision."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws, stack

ROLE = aws("iam/role", called="one", name="service")
SECOND = aws("iam/role", called="two", name="service-eu")
CASES = Cases(
    passes=[stack(ROLE, SECOND), stack(ROLE, aws("iam/policy", called="two", name="service")), stack(ROLE)],
    fails=[
        stack(ROLE, SECOND.but(name="service"), names=("two: name is service, which one has too",)),
        stack(ROLE, SECOND.but(name="Service"), names=("two: name is Service, which one has too",)),
    ],
    not_applicable=[stack(aws("iam/role", called="one")), stack(aws("s3/bucket", bucket="b"))],
    unknown=[stack(ROLE, SECOND.but(name=U))],
)
