"""Fixtures of iam-document-words."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, allow, aws
from tests.policies.cases.iam_samples import ASSUME, READ, document, inline, policy, trust

FIRST = "policy.Statement[0]"

CASES = Cases(
    passes=[
        policy(READ),
        policy(READ, version="2008-10-17"),
        policy({**READ, "Effect": "Deny"}),
        policy({**READ, "Sid": "ReadOrders1"}, {**READ, "Sid": "ReadOrders2"}),
        policy({**READ, "Sid": ""}, {**READ, "Sid": ""}),
        aws("iam/policy", policy={"Statement": [READ]}),
        aws("iam/policy", policy=allow("dynamodb:GetItem", U)),
        inline({**READ, "Sid": "ReadOrders"}),
        inline(READ, READ),
        trust({**ASSUME, "Sid": "Assume"}),
        trust(ASSUME),
        aws("ssoadmin/permissionSetInlinePolicy", inlinePolicy=document(READ)),
    ],
    fails=[
        policy(READ, version="2012-10-18").but(("policy.Version is 2012-10-18; accepted: 2012-10-17, 2008-10-17",)),
        policy({**READ, "Effect": "allow"}).but((f"{FIRST}.Effect is allow; accepted: Allow, Deny",)),
        policy({**READ, "Sid": "Read-Orders"}, {**READ, "Sid": "ReadOrders2"}).but(
            (f"{FIRST}.Sid is Read-Orders, which has more than letters and digits",)
        ),
        policy({**READ, "Sid": "ReadOrders1"}, {**READ, "Sid": "ReadOrders1"}).but(
            ("policy.Statement[1].Sid is ReadOrders1, as that of another statement",)
        ),
        inline({**READ, "Sid": "Read orders"}).but(
            ("inlinePolicies[0].policy.Statement[0].Sid is Read orders, which has more than letters and digits",)
        ),
        trust({**ASSUME, "Sid": "let_in"}).but(
            ("assumeRolePolicy.Statement[0].Sid is let_in, which has more than letters and digits",)
        ),
        trust(ASSUME, version="2017-10-17").but(("assumeRolePolicy.Version is 2017-10-17; accepted: 2012-10-17",)),
    ],
    not_applicable=[aws("iam/role", name="worker"), aws("iam/policy", name="orders")],
    unknown=[
        aws("iam/policy", policy=U),
        aws("iam/policy", policy={"Version": "2012-10-17", "Statement": [U]}),
        aws("iam/policy", policy={"Version": U, "Statement": [READ]}),
        aws("iam/policy", policy={"Version": "2012-10-17", "Statement": [{**READ, "Sid": U}, {**READ, "Sid": U}]}),
    ],
)
