"""Fixtures of iam-policy-pass-role."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, allow
from tests.policies.cases.iam_documents import EVERY_ROLE, NO_DOCUMENT, OBJECTS, ROLE, policy

SERVICE = "sagemaker.amazonaws.com"
ANY_ROLE = "policy.Statement[0].Resource lets iam:PassRole pass any role"
ANY_SERVICE = "policy.Statement[0].Action allows iam:PassRole without iam:PassedToService"
TAGGED = allow("iam:passrole", ROLE, Condition={"StringEquals": {"aws:ResourceTag/team": "a"}})


def passing(operator: str, value: object, *names: str, to: object = ROLE, action: object = "iam:PassRole") -> Case:
    return policy(allow(action, to, Condition={operator: {"iam:PassedToService": value}}), *names)


CASES = Cases(
    passes=[
        passing("StringEquals", SERVICE),
        passing("StringEquals", SERVICE, action="iam:passrole"),
        passing("StringLike", [SERVICE]),
        passing("StringEqualsIfExists", SERVICE),
        passing("ForAnyValue:StringLike", ["states.amazonaws.com"]),
        passing("StringEquals", SERVICE, to="arn:aws:iam::123456789012:role/service-role/*"),
        passing("StringEquals", SERVICE, action="iam:Pass*"),
        policy(allow("iam:PassRole", [ROLE], Condition={"StringLike": {"IAM:passedtoservice": [SERVICE]}})),
    ],
    fails=[
        passing("StringEquals", SERVICE, ANY_ROLE, to="*"),
        passing("StringEquals", SERVICE, ANY_ROLE, to=EVERY_ROLE),
        passing("StringEquals", SERVICE, ANY_ROLE, to="arn:aws:iam::*:role/*"),
        passing("StringEquals", SERVICE, ANY_ROLE, to="arn:aws:iam::123456789012:*"),
        policy(allow("iam:PassRole", ROLE), ANY_SERVICE),
        policy(TAGGED, ANY_SERVICE),
        policy(allow("iam:Pass*", ROLE), ANY_SERVICE),
        policy(allow(["*", "iam:PassRole"], ROLE), ANY_SERVICE),
        passing("StringNotEquals", SERVICE, ANY_SERVICE),
        passing("StringLike", "*", "policy.Statement[0].Condition.StringLike.iam:PassedToService accepts"),
    ],
    not_applicable=[
        policy(allow("s3:GetObject", OBJECTS)),
        policy(allow("*", ROLE)),
        policy(allow(["*"], ROLE)),
        policy(allow("iam:getrole", ROLE, Condition={"StringEquals": {"aws:ResourceTag/team": "a"}})),
        passing("StringNotEquals", SERVICE, action="iam:GetRole"),
        NO_DOCUMENT,
        policy(allow("iam:GetRole", ROLE)),
    ],
    unknown=[policy(U), passing("StringEquals", U), passing("StringEquals", SERVICE, to=U), policy(allow(U, ROLE))],
)
