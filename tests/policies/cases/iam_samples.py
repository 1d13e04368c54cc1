"""Documents that the fixtures of several rules change by one thing."""

from __future__ import annotations

import json
from collections.abc import Mapping

from tests.policies.cases.case import Case, aws

TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"
READ: Mapping[str, object] = {"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": TABLE}
ASSUME: Mapping[str, object] = {
    "Effect": "Allow",
    "Action": "sts:AssumeRole",
    "Principal": {"Service": "lambda.amazonaws.com"},
}


def without(statement: Mapping[str, object], *keys: str) -> dict[str, object]:
    return {key: value for key, value in statement.items() if key not in keys}


def document(*statements: object, version: object = "2012-10-17") -> str:
    return json.dumps({"Version": version, "Statement": list(statements)})


def policy(*statements: object, version: object = "2012-10-17") -> Case:
    return aws("iam/policy", name="orders", policy=document(*statements, version=version))


def inline(*statements: object) -> Case:
    return aws("iam/role", assumeRolePolicy=document(ASSUME), inlinePolicies=[{"policy": document(*statements)}])


def trust(*statements: object, version: object = "2012-10-17") -> Case:
    return aws("iam/role", name="worker", assumeRolePolicy=document(*statements, version=version))
