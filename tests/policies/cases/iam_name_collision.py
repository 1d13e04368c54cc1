"""Fixtures of iam-name-collision."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws, stack

ROLE = aws("iam/role", called="one", name="service")
SECOND = aws("iam/role", called="two", name="service-eu")
KINDS = ("role", "policy", "user", "group", "instanceProfile")


def pair(kind: str, second: str) -> tuple[Case, Case]:
    token = f"iam/{kind}"
    return aws(token, called="a", name="one"), aws(token, called="b", name=second)


CASES = Cases(
    passes=[
        *[stack(*pair(kind, "other")) for kind in KINDS],
        stack(ROLE, SECOND),
        stack(ROLE, aws("iam/policy", called="two", name="service")),
        stack(ROLE),
    ],
    fails=[
        *[stack(*pair(kind, "one"), names=("b: name is one, which a has too",)) for kind in KINDS],
        stack(ROLE, SECOND.but(name="service"), names=("two: name is service, which one has too",)),
        stack(ROLE, SECOND.but(name="Service"), names=("two: name is Service, which one has too",)),
    ],
    not_applicable=[stack(aws("iam/role", called="one")), stack(aws("s3/bucket", bucket="b"))],
    unknown=[stack(ROLE, SECOND.but(name=U))],
)
