"""Fixtures of iam-role-cross-account."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Case, Cases, U
from tests.policies.cases.iam_documents import NO_DOCUMENT, ROLE, role, trust

OTHER = "999999999999"
ROOT = f"arn:aws:iam::{OTHER}:root"
FOUND = f"assumeRolePolicy.Statement[0].Principal lets all of account {OTHER} in"
BOUNDARY = f"arn:aws:iam::{OTHER}:policy/boundary"


def other(operator: str, key: str, value: object, *names: str) -> Case:
    return role(trust({"AWS": ROOT}, Condition={operator: {key: value}}), *names)


def bounded(arn: object, *names: str) -> Case:
    return role(trust({"AWS": ROOT}), *names, permissionsBoundary=arn)


def owned(account: str, *names: str) -> Case:
    return replace(role(trust({"AWS": ROOT}), *names), settings={"ownAccounts": [account]})


CASES = Cases(
    passes=[
        other("StringEquals", "sts:ExternalId", "a3f9"),
        other("StringLike", "sts:ExternalId", "a3f9-*"),
        other("StringEquals", "aws:PrincipalOrgID", "o-abcdef1234"),
        other("StringEquals", "aws:PrincipalTag/team", "data"),
        other("Bool", "aws:MultiFactorAuthPresent", "true"),
        bounded(BOUNDARY),
        role(trust({"AWS": ROOT}), managedPolicyArns=[BOUNDARY]),
        owned(OTHER),
    ],
    fails=[
        role(trust({"AWS": ROOT}), FOUND),
        role(trust({"AWS": [OTHER]}), FOUND),
        other("StringEqualsIfExists", "sts:ExternalId", "a3f9", FOUND),
        other("StringLike", "sts:ExternalId", "*", FOUND),
        other("StringEquals", "aws:PrincipalType", "User", FOUND),
        bounded("arn:aws:iam::123456789012:policy/boundary", FOUND),
        owned("123456789012", FOUND),
    ],
    not_applicable=[
        NO_DOCUMENT,
        role({"Statement": {"Effect": "Deny", "Action": "sts:AssumeRole", "Principal": {"AWS": ROOT}}}),
        role(trust({"AWS": ROLE})),
        role(trust({"AWS": [ROLE]})),
        role(trust({"Service": ROOT}, Condition={"StringEquals": {"aws:PrincipalType": "User"}})),
        role(trust({"AWS": ROLE}, Condition={"StringEquals": {"aws:PrincipalType": "User"}})),
    ],
    unknown=[role(U), role(trust({"AWS": U})), other("StringEquals", "sts:ExternalId", U)],
)
