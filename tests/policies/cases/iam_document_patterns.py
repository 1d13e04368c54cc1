"""Fixtures of iam-document-patterns."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, allow, aws
from tests.policies.cases.iam_samples import ASSUME, READ, inline, policy, trust, without

FIRST = "policy.Statement[0]"
OIDC = "token.actions.githubusercontent.com"
COMPARED = ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
OPERATORS = [
    *(f"{kind}{end}" for kind in ("Numeric", "Date") for end in COMPARED),
    *(f"String{end}" for end in ("Equals", "NotEquals", "EqualsIgnoreCase", "NotEqualsIgnoreCase", "Like", "NotLike")),
    *(f"Arn{end}" for end in ("Equals", "NotEquals", "Like", "NotLike")),
    *("Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "Null"),
    *("StringEqualsIfExists", "ForAnyValue:StringLike", "ForAllValues:StringEqualsIfExists", "boolifexists"),
]


def when(operator: str, key: str = "aws:PrincipalTag/team") -> Case:
    return policy({**READ, "Condition": {operator: {key: "a"}}})


def on(resource: str) -> Case:
    return policy({**READ, "Resource": resource})


def to(action: object) -> Case:
    return policy({**READ, "Action": action})


def refused(operator: str) -> Case:
    problem = f'{FIRST}.Condition has the operator "{operator.lower()}", which IAM does not know'
    return when(operator).but((problem,))


CASES = Cases(
    passes=[
        *map(when, OPERATORS),
        when("StringEquals", "dynamodb:LeadingKeys"),
        policy(READ),
        to("*"),
        to("dynamodb:*"),
        to(["dynamodb:GetItem", "dynamodb:Query"]),
        on("*"),
        on("arn:aws:s3:::orders/*"),
        on("arn:aws:s3:::orders"),
        on("arn:aws:iam::aws:policy/ReadOnlyAccess"),
        on("arn:aws:s3*"),
        on("arn:aws:s3::?"),
        aws("iam/policy", policy=allow("dynamodb:GetItem", ["*"])),
        policy({**without(READ, "Action", "Resource"), "NotAction": "iam:*", "NotResource": "arn:aws:iam::*:role/a"}),
        inline(READ),
        trust({**ASSUME, "Condition": {"StringEquals": {f"{OIDC}:aud": "sts.amazonaws.com"}}}),
        trust(ASSUME),
    ],
    fails=[
        *map(refused, ("StringsEqual", "NullIfExists", "ForEachValue:StringEquals", "ForAnyValue:", "StringContains")),
        when("StringEquals", "PrincipalTag").but(
            (f'{FIRST}.Condition has the key "principaltag", which names no service',)
        ),
        to("GetItem").but((f'{FIRST}.Action has "GetItem", which is not service:Name',)),
        to("aws:dynamodb:GetItem").but((f'{FIRST}.Action has "aws:dynamodb:GetItem", which is not service:Name',)),
        on("orders").but((f'{FIRST}.Resource has "orders", which is no ARN',)),
        on("arn:aws:s3:orders").but((f'{FIRST}.Resource has "arn:aws:s3:orders", which is no ARN',)),
        policy({**without(READ, "Action", "Resource"), "NotAction": "iam", "NotResource": "arn:aws:iam::*:role/a"}).but(
            (f'{FIRST}.NotAction has "iam", which is not service:Name',)
        ),
        policy({**without(READ, "Action", "Resource"), "NotAction": "iam:*", "NotResource": "role"}).but(
            (f'{FIRST}.NotResource has "role", which is no ARN',)
        ),
        inline({**READ, "Action": "GetItem"}).but(
            ('inlinePolicies[0].policy.Statement[0].Action has "GetItem", which is not service:Name',)
        ),
        trust({**ASSUME, "Action": "AssumeRole"}).but(
            ('assumeRolePolicy.Statement[0].Action has "AssumeRole", which is not service:Name',)
        ),
    ],
    not_applicable=[aws("iam/role", name="worker"), aws("iam/policy", name="orders")],
    unknown=[
        aws("iam/policy", policy=U),
        aws("iam/policy", policy=allow("dynamodb:GetItem", [U])),
        aws("iam/policy", policy=allow(U, "*")),
    ],
)
