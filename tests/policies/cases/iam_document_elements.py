"""Fixtures of iam-document-elements."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, allow, aws
from tests.policies.cases.iam_samples import ASSUME, READ, inline, policy, trust, without

FIRST = "policy.Statement[0]"
TRUST = "assumeRolePolicy.Statement[0]"
TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"
KEEP = {"Effect": "Deny", "NotAction": "dynamodb:GetItem", "NotResource": TABLE}
SHUT = {"Effect": "Deny", "Action": "sts:AssumeRole", "NotPrincipal": {"AWS": "arn:aws:iam::123456789012:root"}}

CASES = Cases(
    passes=[
        policy(READ),
        policy(KEEP),
        policy(READ, KEEP),
        policy({**without(READ, "Action"), "NotAction": "dynamodb:GetItem"}),
        policy({**without(READ, "Resource"), "NotResource": TABLE}),
        aws("iam/policy", policy=allow(U, U)),
        inline(READ),
        trust(ASSUME),
        trust({**without(ASSUME, "Principal"), "NotPrincipal": {"Service": "lambda.amazonaws.com"}}),
        trust(SHUT),
    ],
    fails=[
        policy(without(READ, "Effect")).but((f"{FIRST} has no Effect",)),
        policy(without(READ, "Action")).but((f"{FIRST} has no Action",)),
        policy(without(READ, "Resource")).but((f"{FIRST} has no Resource",)),
        inline(without(READ, "Resource")).but(("inlinePolicies[0].policy.Statement[0] has no Resource",)),
        policy({**READ, "NotAction": "dynamodb:PutItem"}).but((f"{FIRST}.NotAction stands beside Action",)),
        policy({**READ, "NotResource": TABLE}).but((f"{FIRST}.NotResource stands beside Resource",)),
        policy({**READ, "Principal": "*"}).but((f"{FIRST}.Principal does not belong there",)),
        policy({**READ, "NotPrincipal": "*"}).but((f"{FIRST}.NotPrincipal does not belong there",)),
        trust(without(ASSUME, "Principal")).but((f"{TRUST} has no Principal",)),
        trust(without(ASSUME, "Action")).but((f"{TRUST} has no Action",)),
        trust({**ASSUME, "Resource": "*"}).but((f"{TRUST}.Resource does not belong there",)),
        trust({**ASSUME, "NotResource": "*"}).but((f"{TRUST}.NotResource does not belong there",)),
        trust({**ASSUME, "NotPrincipal": "*"}).but((f"{TRUST}.NotPrincipal stands beside Principal",)),
    ],
    not_applicable=[aws("iam/role", name="worker"), aws("iam/policy", name="orders")],
    unknown=[
        aws("iam/policy", policy=U),
        aws("iam/policy", policy={"Version": "2012-10-17", "Statement": [U]}),
        aws("iam/role", assumeRolePolicy=U),
    ],
)
