"""Fixtures of iam-role-federation-audience."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U
from tests.policies.cases.iam_documents import ACCOUNT, NO_DOCUMENT, role, trust

SAML = {"Federated": f"arn:aws:iam::{ACCOUNT}:saml-provider/staff"}
COGNITO = {"Federated": "cognito-identity.amazonaws.com"}
CLUSTER = "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE"
EKS = {"Federated": f"arn:aws:iam::{ACCOUNT}:oidc-provider/{CLUSTER}"}
WEB = "sts:AssumeRoleWithWebIdentity"
PATH = "assumeRolePolicy.Statement[0]"
MISSING = f"{PATH}.Condition does not demand the token's audience"


SIGN_IN = "https://signin.aws.amazon.com/saml"
BY_SAML = "sts:AssumeRoleWithSAML"


def saml(operator: str, *names: str, value: object = SIGN_IN, action: str = BY_SAML) -> Case:
    return role(trust(SAML, action, Condition={operator: {"SAML:aud": value}}), *names)


def web(principal: object, key: str, *names: str, action: str = WEB) -> Case:
    condition = {"StringLike": {"a:amr": "authenticated", key: "us-east-1:app"}}
    return role(trust(principal, action, Condition=condition), *names)


CASES = Cases(
    passes=[
        saml("StringEquals"),
        saml("StringLike", value="https://*.signin.aws.amazon.com/saml"),
        web(COGNITO, "cognito-identity.amazonaws.com:aud"),
        web({"Federated": "graph.facebook.com"}, "graph.facebook.com:app_id"),
        web(EKS, f"{CLUSTER}:sub"),
        web(EKS, f"{CLUSTER}:aud"),
        saml("StringEqualsIgnoreCase"),
    ],
    fails=[
        saml("StringEqualsIfExists", MISSING),
        saml("StringLike", f"{PATH}.Condition.StringLike.SAML:aud accepts tokens for every", value="*"),
        role(trust(SAML, "sts:AssumeRoleWithSAML"), f"{PATH} does not demand"),
        role(trust(COGNITO, WEB), f"{PATH} does not demand"),
        role(trust(COGNITO, WEB, Condition={"StringLike": {"cognito-identity.amazonaws.com:sub": "a"}}), MISSING),
    ],
    not_applicable=[
        NO_DOCUMENT,
        role(trust(SAML, "sts:TagSession")),
        saml("StringEqualsIfExists", action="sts:TagSession"),
        role(trust(COGNITO, "sts:TagSession")),
        role(trust(COGNITO, "sts:TagSession", Condition={"StringLike": {"cognito-identity.amazonaws.com:sub": "a"}})),
        role(trust({"Federated": "token.actions.githubusercontent.com"}, WEB)),
    ],
    unknown=[role(U), saml("StringEquals", value=U), role(trust(COGNITO, U)), role(trust({"Federated": U}, WEB))],
)
