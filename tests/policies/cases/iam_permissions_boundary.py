"""Fixtures of iam-permissions-boundary."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws
from tests.policies.cases.iam_documents import NO_DOCUMENT

ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
OWN = "arn:aws:iam::123456789012:policy/AdministratorAccess"
ROLE = NO_DOCUMENT.but(permissionsBoundary=OWN)
USER = aws("iam/user", permissionsBoundary="arn:aws:iam::aws:policy/PowerUserAccess")
SET = aws("ssoadmin/permissionsBoundaryAttachment", permissionsBoundary={"managedPolicyArn": OWN})

CASES = Cases(
    passes=[ROLE, USER, SET],
    fails=[
        ROLE.but(("permissionsBoundary is AdministratorAccess, which",), permissionsBoundary=ADMIN),
        USER.but(
            ("permissionsBoundary is IAMFullAccess",), permissionsBoundary="arn:aws:iam::aws:policy/IAMFullAccess"
        ),
        SET.but(("permissionsBoundary.managedPolicyArn is",), permissionsBoundary={"managedPolicyArn": ADMIN}),
    ],
    not_applicable=[NO_DOCUMENT, aws("iam/user")],
    unknown=[ROLE.but(permissionsBoundary=U)],
)
