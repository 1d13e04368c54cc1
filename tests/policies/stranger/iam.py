"""Who may do what: policies, roles and their trust."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.evaluate import Subject
from guardrails.props import Plain

from tests.policies.stranger.build import (
    ACCOUNT,
    GONE,
    OTHER,
    REGION,
    TAGS,
    Case,
    Json,
    allow,
    arn,
    doc,
    pair,
    ref,
    res,
    sound,
    trust,
)

TABLE = arn("dynamodb", "table/orders", "orders")
BUCKET = arn("s3", "shop-orders", "store")
READ = doc(allow(["dynamodb:GetItem", "dynamodb:Query"], TABLE))
GITHUB = f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.actions.githubusercontent.com"
MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
AUD = "sts.amazonaws.com"


def role(trusted: Json, **more: Plain) -> Subject:
    return res("iam/role", "role", name="shop-orders", assumeRolePolicy=trusted, tags=TAGS, **more)


def granted(policy: Plain) -> list[Subject]:
    """A function's role with an inline policy."""
    return [
        role(trust("lambda.amazonaws.com")),
        res("iam/rolePolicy", "grant", role=ref("role", "shop-orders"), policy=policy),
    ]


def managed(policy: Plain) -> list[Subject]:
    return [res("iam/policy", "grant", name="shop-orders", path="/", policy=policy, tags=TAGS)]


def statements() -> Iterator[Case]:
    one = [("star", ["*"], "*"), ("service", "s3:*", "*"), ("iam", "iam:*", "*"), ("pass", "iam:PassRole", "*")]
    one += [("assume", "sts:AssumeRole", "*"), ("decrypt", ["kms:Decrypt", "kms:DescribeKey"], "*")]
    one += [("secrets", "secretsmanager:GetSecretValue", "*"), ("version", "iam:CreatePolicyVersion", "*")]
    one += [("attach", ["iam:AttachRolePolicy", "iam:PutRolePolicy"], "*"), ("parameters", "ssm:GetParameter*", "*")]
    one += [("keys", ["iam:CreateAccessKey"], "*"), ("objects", ["s3:GetObject", "s3:PutObject"], "*")]
    one += [("dynamo", "dynamodb:*", "*"), ("lambda", ["lambda:*"], "*"), ("queue", "sqs:SendMessage", "*")]
    for name, action, resource in one:
        words = "action|resource|statement"
        yield from pair(f"iam-policy-{name}", managed(READ), "grant.policy", words, doc(allow(action, resource)))
    whole = {"Version": "2012-10-17", "Statement": [allow("*", "*")]}
    yield from pair("iam-inline-star", granted(READ), "grant.policy", "action|resource|statement", doc(allow("*", "*")))
    plain: Plain = {"Version": "2012-10-17", "Statement": [allow("logs:PutLogEvents", f"arn:aws:logs:{REGION}:*:*")]}
    yield from pair("iam-dict-star", granted(plain), "grant.policy", "action|resource|statement", whole)
    single = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
    yield from pair("iam-single-star", managed(READ), "grant.policy", "action|resource|statement", Json(single))
    instead = doc({"Effect": "Allow", "NotAction": ["iam:*"], "Resource": "*"})
    yield from pair("iam-not-action", managed(READ), "grant.policy", "notaction", instead)
    other = doc({"Effect": "Allow", "Action": "s3:*", "NotResource": [BUCKET]})
    yield from pair("iam-not-resource", managed(READ), "grant.policy", "notresource", other)
    second = doc(allow("dynamodb:GetItem", TABLE), allow("iam:*", "*"))
    yield from pair("iam-second-statement", managed(READ), "grant.policy", "statement[1]|action|resource", second)
    inline = [role(trust("ecs-tasks.amazonaws.com"), inlinePolicies=[{"name": "read", "policy": READ}])]
    yield from pair("iam-role-inline", inline, "role.inlinePolicies.0.policy", "action|resource", doc(allow("*", "*")))
    group = [
        res("iam/group", "team", name="developers"),
        res("iam/groupPolicy", "grant", group=ref("team", "developers"), policy=READ),
    ]
    yield from pair("iam-group-star", group, "grant.policy", "action|resource", doc(allow("*", "*")))
    sso = [
        res(
            "ssoadmin/permissionSetInlinePolicy",
            "grant",
            instanceArn="arn:aws:sso:::instance/ssoins-1234567890abcdef",
            permissionSetArn="arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef",
            inlinePolicy=doc(allow("s3:GetObject", "arn:aws:s3:::shop-orders/*")),
        )
    ]
    yield from pair("iam-sso-star", sso, "grant.inlinePolicy", "action|resource", doc(allow("*", "*")))


def trusts() -> Iterator[Case]:
    cross = allow("sts:AssumeRole", GONE, {"AWS": f"arn:aws:iam::{OTHER}:role/deploy"})
    external = {"StringEquals": {"sts:ExternalId": "b7d1c0de-4f5a"}}
    vendor = allow("sts:AssumeRole", GONE, {"AWS": f"arn:aws:iam::{OTHER}:root"}, Condition=external)
    anybody = doc(allow("sts:AssumeRole", GONE, "*"))
    yield from pair("iam-trust-star", [role(doc(cross))], "role.assumeRolePolicy", "principal", anybody)
    aws = doc(allow("sts:AssumeRole", GONE, {"AWS": "*"}))
    yield from pair("iam-trust-aws-star", [role(doc(cross))], "role.assumeRolePolicy", "principal", aws)
    bare = doc(allow("sts:AssumeRole", GONE, {"AWS": f"arn:aws:iam::{OTHER}:root"}))
    words = "external|condition|principal"
    yield from pair("iam-trust-no-external-id", [role(doc(vendor))], "role.assumeRolePolicy", words, bare)
    audience = {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}

    def github(match: str, subject: str | None) -> Json:
        both = {"StringEquals": dict(audience)}
        if subject:
            both.setdefault(match, {})["token.actions.githubusercontent.com:sub"] = subject
        web = "sts:AssumeRoleWithWebIdentity"
        return doc(allow(web, GONE, {"Federated": GITHUB}, Condition=both))

    exact = [role(github("StringEquals", "repo:shop/orders:ref:refs/heads/main"))]
    words = "condition|sub|principal"
    yield from pair("iam-github-any", exact, "role.assumeRolePolicy", words, github("StringLike", "repo:*"))
    yield from pair("iam-github-no-sub", exact, "role.assumeRolePolicy", words, github("StringEquals", None))
    yield from pair("iam-github-star", exact, "role.assumeRolePolicy", words, github("StringLike", "*"))
    issuer = f"oidc.eks.{REGION}.amazonaws.com/id/EXAMPLED539D4633E53DE1B716D3041E"

    def eks(**match: Plain) -> Json:
        federated = {"Federated": f"arn:aws:iam::{ACCOUNT}:oidc-provider/{issuer}"}
        return doc(allow("sts:AssumeRoleWithWebIdentity", GONE, federated, **match))

    account = {"StringEquals": {f"{issuer}:sub": "system:serviceaccount:shop:orders", f"{issuer}:aud": AUD}}
    yield from pair("iam-irsa-no-sub", [role(eks(Condition=account))], "role.assumeRolePolicy", words, eks())
    wildcard = eks(Condition={"StringLike": {f"{issuer}:sub": "system:serviceaccount:*:*"}})
    yield from pair("iam-irsa-any", [role(eks(Condition=account))], "role.assumeRolePolicy", words, wildcard)
    no = doc({"Effect": "Allow", "NotPrincipal": {"AWS": f"arn:aws:iam::{OTHER}:root"}, "Action": "sts:AssumeRole"})
    yield from pair("iam-trust-not-principal", [role(doc(cross))], "role.assumeRolePolicy", "principal", no)
    for name, more in {
        "service": trust("ecs-tasks.amazonaws.com"),
        "two-services": doc(
            allow("sts:AssumeRole", GONE, {"Service": ["lambda.amazonaws.com", "edgelambda.amazonaws.com"]})
        ),
        "github-branches": github("StringLike", "repo:shop/orders:ref:refs/heads/release/*"),
        "own-root": doc(allow("sts:AssumeRole", GONE, {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, Condition=MFA)),
        "pods": doc(allow(["sts:AssumeRole", "sts:TagSession"], GONE, {"Service": "pods.eks.amazonaws.com"})),
        "dict": {
            "Version": "2012-10-17",
            "Statement": [allow("sts:AssumeRole", GONE, {"Service": "ec2.amazonaws.com"})],
        },
        "by-key": doc(allow("sts:AssumeRole", GONE, {"AWS": "AROAEXAMPLEEXAMPLE123"})),
    }.items():
        yield sound(f"iam-sound-trust-{name}", role(more))


def cases() -> Iterator[Case]:
    for part in (
        statements,
        trusts,
    ):
        yield from part()
