"""Fixtures of iam-policy-admin-statement."""

from __future__ import annotations

import json

from tests.policies.cases.case import Case, Cases, U, allow, aws
from tests.policies.cases.iam_documents import BUCKET, LEGITIMATE_STAR, NO_DOCUMENT, OBJECTS, policy

FOUND = "policy.Statement[0].Action allows"


def odd(effect: str, resource: str) -> dict[str, object]:
    return {"statement": {"effect": effect, "action": "*:*", "resource": resource}}


def inline(document: object, *names: str) -> Case:
    return aws("iam/role", names, inlinePolicies=[{"name": "a", "policy": "{}"}, {"name": "b", "policy": document}])


CASES = Cases(
    passes=[
        policy(allow("s3:GetObject", OBJECTS)),
        policy(json.dumps(allow(LEGITIMATE_STAR, "*"))),
        policy(allow("*", BUCKET)),
        policy(allow("s3:GetObject", "*")),
        policy(allow(["*"], [BUCKET])),
        policy({"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}),
        policy({"Statement": {"Effect": "Deny", "Action": "*", "Resource": U}}),
        policy(odd("Deny", "arn:aws:*")),
        policy(odd("Allow", BUCKET)),
        policy(allow("s3:GetObject", U)),
        policy("{}"),
        policy(allow(["s3:GetObject", "s3:PutObject"], [BUCKET, "*"])),
        aws("iam/policy", policy=json.dumps(json.dumps(allow("*", BUCKET)))),
        inline(json.dumps(allow("*", BUCKET))),
        aws("ssoadmin/permissionSetInlinePolicy", inlinePolicy=allow("*", BUCKET)),
    ],
    fails=[
        policy(allow("*", "*"), FOUND),
        policy(json.dumps(allow(["*"], ["*"])), FOUND),
        policy(odd("ALLOW", "arn:aws:*"), "policy.statement.action"),
        policy(odd("allow", "arn:aws:*"), "policy.statement.action"),
        policy(allow(["s3:GetObject", "*"], [BUCKET, "*"]), FOUND),
        policy("{not json", "policy is not valid JSON"),
        policy(json.dumps(["*"]), "policy is not a policy document"),
        aws("iam/policy", (FOUND,), policy=json.dumps(json.dumps(allow("*", "*")))),
        inline(json.dumps(allow("*", "*")), "inlinePolicies[1].policy.Statement[0].Action"),
        aws("ssoadmin/permissionSetInlinePolicy", ("inlinePolicy.Statement",), inlinePolicy=allow("*", "*")),
    ],
    not_applicable=[NO_DOCUMENT, aws("iam/userPolicy", user="ann"), aws("iam/groupPolicy", group="team")],
    unknown=[policy(U), policy(allow("*", U)), policy(allow(U, "*"))],
)
