"""Fixtures of iam-role-federation-subject."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U
from tests.policies.cases.iam_documents import ACCOUNT, NO_DOCUMENT, role, trust

CLUSTER = "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE"
WEB = "sts:AssumeRoleWithWebIdentity"
PATH = "assumeRolePolicy.Statement[0]"
AUDIENCE = {"StringEquals": {f"{CLUSTER}:aud": "sts.amazonaws.com"}}


def provider(host: str) -> dict[str, object]:
    return {"Federated": f"arn:aws:iam::{ACCOUNT}:oidc-provider/{host}"}


def subject(value: object, *names: str, operator: str = "StringLike", action: str = WEB) -> Case:
    return role(trust(provider(CLUSTER), action, Condition={operator: {f"{CLUSTER}:sub": value}}), *names)


CASES = Cases(
    passes=[
        subject("system:serviceaccount:models:server"),
        subject("system:serviceaccount:models:*"),
        subject("system:serviceaccount:models:server", operator="StringEquals"),
    ],
    fails=[
        subject("*", f"{PATH}.Condition.StringLike.{CLUSTER}:sub accepts every subject"),
        subject("system:serviceaccount:*:*", f"{PATH}.Condition.StringLike.{CLUSTER}:sub accepts every subject"),
        subject("system:serviceaccount:models:server", f"{PATH}.Condition does not demand", operator="StringNotLike"),
        role(trust(provider(CLUSTER), WEB, Condition=AUDIENCE), f"{PATH}.Condition does not demand the token's sub"),
        role(trust(provider("gitlab.com"), WEB), f"{PATH} does not demand the token's sub"),
    ],
    not_applicable=[
        NO_DOCUMENT,
        role(trust(provider(CLUSTER), "sts:TagSession", Condition=AUDIENCE)),
        subject("system:serviceaccount:models:server", operator="StringNotLike", action="sts:TagSession"),
        role(trust({"Federated": "cognito-identity.amazonaws.com"}, WEB)),
        role(trust(provider("token.actions.githubusercontent.com"), WEB)),
    ],
    unknown=[role(U), role(trust({"Federated": U}, WEB)), subject(U)],
)
