"""Fixtures of iam-role-trust-action."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U
from tests.policies.cases.iam_documents import ROLE, role, trust

PATH = "assumeRolePolicy.Statement[0]"


def excluding(effect: str, *names: str) -> Case:
    return role({"Statement": [{"Effect": effect, "NotAction": U, "Principal": {"AWS": ROLE}}]}, *names)


CASES = Cases(
    passes=[
        role(trust({"AWS": ROLE})),
        role(trust({"AWS": ROLE}, ["sts:AssumeRole", "sts:TagSession"])),
        role({"Statement": {"Effect": "Deny", "Action": "sts:*", "Principal": "*"}}),
        excluding("Deny"),
    ],
    fails=[
        role(trust({"AWS": ROLE}, "*"), f'{PATH}.Action "*" has a wildcard'),
        role(trust({"AWS": ROLE}, "sts:AssumeRol?"), f'{PATH}.Action "sts:AssumeRol?" has a wildcard'),
        role(trust({"AWS": ROLE}, ["sts:AssumeRole", "sts:*"]), f'{PATH}.Action "sts:*" has a wildcard'),
        excluding("Allow", f"{PATH}.NotAction is combined"),
    ],
    not_applicable=[],
    unknown=[role(U), role(trust({"AWS": ROLE}, U))],
    always_applicable=True,
)
