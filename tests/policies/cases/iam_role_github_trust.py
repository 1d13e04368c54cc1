"""Fixtures of iam-role-github-trust."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U
from tests.policies.cases.iam_documents import ACCOUNT, NO_DOCUMENT, ROLE, role, trust

HOST = "token.actions.githubusercontent.com"
PROVIDER = {"Federated": f"arn:aws:iam::{ACCOUNT}:oidc-provider/{HOST}"}
WEB = "sts:AssumeRoleWithWebIdentity"
AUD = {f"{HOST}:aud": "sts.amazonaws.com"}
SUB = {f"{HOST}:sub": "repo:octo-org/octo-repo:ref:refs/heads/main"}
PATH = "assumeRolePolicy.Statement[0]"


def github(condition: object, *names: str, principal: object = PROVIDER, action: str = WEB) -> Case:
    return role(trust(principal, action, Condition=condition), *names)


def subject(operator: str, value: object, *names: str) -> Case:
    return github({"StringEquals": AUD, operator: {f"{HOST}:sub": value}}, *names)


def bare(federated: str, *names: str) -> Case:
    return role(trust({"Federated": federated}, WEB), *names)


EQUALS = f"{PATH}.Condition.StringEquals.{HOST}"
LIKE = f"{PATH}.Condition.StringLike.{HOST}"
BOTH = (f"{PATH} does not demand the token's aud", f"{PATH} does not demand the token's sub")
NO_SUB = f"{PATH}.Condition does not demand the token's sub"
NO_AUD = f"{PATH}.Condition does not demand the token's aud"

CASES = Cases(
    passes=[
        github({"StringEquals": {**AUD, **SUB}}),
        github({"StringEquals": {**AUD, **SUB}}, principal={"Federated": U}),
        github({"StringEquals": {f"{HOST}/octo:aud": "a", f"{HOST}/octo:sub": "repo:o/r:environment:prod"}}),
        github({"StringEquals": SUB, "StringLike": {f"{HOST}:aud": ["sts.amazonaws.com", "a"]}}),
        subject("StringLike", "repo:octo-org/octo-repo:ref:refs/heads/main"),
        subject("StringLike", "repo:octo-org/octo-repo:ref:refs/tags/v*"),
        subject("StringLike", "repo:octo-org/octo-repo:environment:prod-*"),
        subject("StringLike", "repo:octocat@123456/my-repo@456789:ref:refs/heads/release/*"),
        subject("ForAnyValue:StringLike", "repo:octocat@123456/my-repo@456789:ref:refs/heads/main"),
        subject("StringLike", ["repo:o/r:pull_request", "repo:octocat@123456/my-repo@456789:environment:prod"]),
        github({"StringEquals": {**AUD, **SUB}, "StringLike": {f"{HOST}:aud": "sts.amazonaws.com"}}),
    ],
    fails=[
        bare(PROVIDER["Federated"], *BOTH),
        github({"StringEquals": AUD}, NO_SUB),
        github({"StringEquals": SUB}, NO_AUD),
        github({"StringEquals": AUD}, NO_SUB, principal={"Federated": U}),
        github(
            {"StringEquals": {**AUD, **SUB}, "StringLike": {f"{HOST}:aud": "*"}}, f"{LIKE}:aud accepts tokens for other"
        ),
        github(
            {"StringEquals": SUB, "StringLike": {f"{HOST}:aud": ["sts.amazonaws.com", "*"]}},
            f"{LIKE}:aud accepts tokens for other",
        ),
        subject("StringLike", "repo:octo-org/*", f'{LIKE}:sub "repo:octo-org/*" is no exact subject'),
        subject("StringLike", "repo:octo-org/octo-repo:*", f"{LIKE}:sub"),
        subject("StringLike", "repo:octo-org/octo-repo:ref:refs/heads/*", f"{LIKE}:sub"),
        subject("StringLike", "repo:octo-org*/octo-repo:ref:refs/heads/main", f"{LIKE}:sub"),
        subject("StringLike", "repo:octo-org/octo-rep?:ref:refs/heads/main", f"{LIKE}:sub"),
        subject("StringLike", "repo:octocat@*/my-repo@*:ref:refs/heads/main", f"{LIKE}:sub"),
        subject("StringLike", ["repo:o/r:pull_request", "*"], f"{LIKE}:sub"),
        subject("StringEqualsIfExists", "repo:octo-org/octo-repo:ref:refs/heads/main", NO_SUB),
        subject("ForAllValues:StringLike", "repo:octo-org/octo-repo:ref:refs/heads/main", NO_SUB),
        subject("StringNotLike", "repo:octo-org/octo-repo:ref:refs/heads/main", NO_SUB),
        github({"StringEquals": {**AUD, f"{HOST}:sub": "repo:octo-org/*"}}, f'{EQUALS}:sub "repo:octo-org/*" matches'),
    ],
    not_applicable=[
        NO_DOCUMENT,
        bare(f"arn:aws:iam::{ACCOUNT}:oidc-provider/gitlab.com"),
        role(trust({"AWS": ROLE})),
        role({"Statement": {"Effect": "Deny", "Action": WEB, "Principal": PROVIDER}}),
    ],
    unknown=[role(U), subject("StringLike", U), role(trust({"Federated": U}, WEB))],
)
