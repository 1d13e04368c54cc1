"""Fixtures of iam-s3-access-point-alias."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, allow, aws
from tests.policies.cases.iam_samples import inline, policy

ALIAS = "arn:aws:s3:::models-ab12cd34-ext-s3alias"
POINT = "arn:aws:s3:eu-west-1:123456789012:accesspoint/models"
HAS = "has the alias of an access point"


def on(resource: object, key: str = "Resource") -> dict[str, object]:
    return {"Effect": "Allow", "Action": "s3:GetObject", key: resource}


def one(resource: object, key: str = "Resource") -> Case:
    return policy(on(resource, key))


CASES = Cases(
    passes=[
        one(f"{POINT}/object/*"),
        one("arn:aws:s3:::models/*"),
        one("arn:aws:s3:::models/report-s3alias"),
        one("arn:aws:s3:::models-s3alias-copy"),
        one("arn:aws:s3:::models/*", "NotResource"),
        one(["arn:aws:s3:::models/*", POINT]),
        inline(on(POINT)),
    ],
    fails=[
        one(ALIAS).but((f'policy.Statement[0].Resource {HAS}: "{ALIAS}"',)),
        one(f"{ALIAS}/*").but((f"policy.Statement[0].Resource {HAS}",)),
        one("arn:aws:s3:::models-ab12cd34-s3alias/*").but((f"policy.Statement[0].Resource {HAS}",)),
        one(["arn:aws:s3:::models/*", ALIAS]).but((f"policy.Statement[0].Resource {HAS}",)),
        one(ALIAS, "NotResource").but((f"policy.Statement[0].NotResource {HAS}",)),
        inline(on(ALIAS)).but((f"inlinePolicies[0].policy.Statement[0].Resource {HAS}",)),
    ],
    not_applicable=[aws("iam/role", name="worker")],
    unknown=[aws("iam/policy", policy=U), aws("iam/policy", policy=allow("s3:GetObject", [U]))],
)
