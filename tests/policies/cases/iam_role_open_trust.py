"""Fixtures of iam-role-open-trust."""

from __future__ import annotations

import json

from tests.policies.cases.case import Case, Cases, U, aws
from tests.policies.cases.iam_documents import ROLE, role, trust

FOUND = "assumeRolePolicy.Statement[0].Principal is"


def everyone(operator: str, key: str, value: object, *names: str) -> Case:
    return role(trust("*", Condition={operator: {key: value}}), *names)


def denied(operator: str, key: str) -> Case:
    statement = trust("*", Condition={operator: {key: "true"}})["Statement"][0]
    return role({"Statement": [{**statement, "Effect": "Deny"}]})


def except_for(effect: str, *names: str) -> Case:
    statement = {"Effect": effect, "Action": "sts:AssumeRole", "NotPrincipal": {"AWS": ROLE}}
    return role({"Statement": statement}, *names)


CASES = Cases(
    passes=[
        role(trust({"Service": "lambda.amazonaws.com"})),
        role(json.dumps(trust({"AWS": [ROLE]}))),
        role(trust(ROLE)),
        role(trust({"AWS": ROLE})),
        role(trust({"aws": [ROLE, "arn:aws:iam::123456789012:root"]})),
        everyone("StringEquals", "aws:PrincipalOrgID", "o-abcdef1234"),
        everyone("StringLike", "aws:PrincipalOrgID", "o-abcdef1234"),
        everyone("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-abcdef1234/r-ab12/*"),
        everyone("ArnLike", "aws:PrincipalArn", "arn:aws:iam::123456789012:role/ci-*"),
        everyone("Bool", "aws:PrincipalIsAWSService", "true"),
        everyone("IpAddress", "aws:SourceIp", "203.0.113.0/24"),
        everyone("ArnLike", "aws:SourceArn", "arn:aws:s3:::inputs"),
        everyone("StringLike", "aws:PrincipalOrgID", ["o-abcdef1234", "o-abcdef1235"]),
        denied("StringEquals", "aws:PrincipalIsAWSService"),
        denied("Bool", "aws:SecureTransport"),
        except_for("Deny"),
    ],
    fails=[
        role(trust("*"), FOUND),
        role(json.dumps(trust({"AWS": ["*"]})), FOUND),
        role(trust({"aws": [ROLE, "*"]}), FOUND),
        role(trust({"Service": "*"}), FOUND),
        role(trust({"AWS": "arn:aws:iam::*:root"}), FOUND),
        everyone("StringLike", "aws:PrincipalOrgID", "o-*", FOUND),
        everyone("StringEqualsIfExists", "aws:PrincipalOrgID", "o-abcdef1234", FOUND),
        everyone("StringEquals", "sts:ExternalId", "o-abcdef1234", FOUND),
        everyone("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/ci-*", FOUND),
        everyone("Bool", "aws:PrincipalIsAWSService", "false", FOUND),
        everyone("StringEquals", "aws:PrincipalIsAWSService", "true", FOUND),
        everyone("Bool", "aws:SecureTransport", "true", FOUND),
        everyone("IpAddress", "aws:SourceIp", "0.0.0.0/0", FOUND),
        everyone("IpAddress", "aws:SourceIp", "::/0", FOUND),
        everyone("ArnLike", "aws:SourceArn", "arn:aws:s3:::*", FOUND),
        everyone("StringLike", "aws:PrincipalOrgID", ["o-abcdef1234", "*"], FOUND),
        except_for("Allow", "assumeRolePolicy.Statement.NotPrincipal is combined"),
    ],
    not_applicable=[aws("iam/policy", policy=trust("*"))],
    unknown=[
        role(U),
        role(trust({"AWS": U})),
        everyone("StringEquals", "aws:PrincipalOrgID", U),
    ],
)
