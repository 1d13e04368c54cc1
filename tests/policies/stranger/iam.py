"""Who may do what: policies, roles, their trust, users, account settings."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.evaluate import Subject
from guardrails.props import Plain

from tests.policies.stranger.build import (
    ACCOUNT,
    GONE,
    KEY,
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


MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
AUD = "sts.amazonaws.com"


def people() -> Iterator[Case]:
    service, basic = "arn:aws:iam::aws:policy/service-role/", "AWSLambdaBasicExecutionRole"
    attached = [
        role(trust("lambda.amazonaws.com")),
        res("iam/rolePolicyAttachment", "logs", role=ref("role"), policyArn=f"{service}{basic}"),
    ]
    for name in ("AdministratorAccess", "IAMFullAccess", "PowerUserAccess", "AmazonS3FullAccess"):
        wrong = f"arn:aws:iam::aws:policy/{name}"
        yield from pair(f"iam-attach-{name}", attached, "logs.policyArn", "policyarn", wrong)
    arns = [role(trust("lambda.amazonaws.com"), managedPolicyArns=[f"{service}{basic}"])]
    admin = "arn:aws:iam::aws:policy/AdministratorAccess"
    yield from pair("iam-managed-admin", arns, "role.managedPolicyArns", "managedpolicyarns", [admin])
    alone = [role(trust("lambda.amazonaws.com"))]
    user = res("iam/user", "robot", name="robot", tags=TAGS)
    inline = res("iam/userPolicy", "direct", user=ref("robot"), policy=READ)
    yield from pair("iam-user-inline", alone, "direct|robot", "user|policy", add=[user, inline])
    direct = res(
        "iam/userPolicyAttachment", "direct", user=ref("robot"), policyArn="arn:aws:iam::aws:policy/ReadOnlyAccess"
    )
    yield from pair("iam-user-attachment", alone, "direct|robot", "user|policy", add=[user, direct])
    both = res("iam/policyAttachment", "direct", name="x", users=[ref("robot")], policyArn=arn("iam", "policy/read"))
    yield from pair("iam-policy-users", alone, "direct", "users", add=[user, both])
    key = res("iam/accessKey", "key", user=ref("robot"), status="Active")
    yield from pair("iam-access-key", alone, "key|robot", "user|key", add=[user, key])
    group = [
        res("iam/group", "team", name="operators"),
        res("iam/groupPolicyAttachment", "read", group=ref("team"), policyArn="arn:aws:iam::aws:policy/ReadOnlyAccess"),
    ]
    yield from pair("iam-group-admin", group, "read.policyArn", "policyarn", admin)


def accounts() -> Iterator[Case]:
    password: dict[str, Plain] = {
        "minimumPasswordLength": 16.0,
        "passwordReusePrevention": 24.0,
        "maxPasswordAge": 90.0,
        "requireLowercaseCharacters": True,
        "requireUppercaseCharacters": True,
        "requireNumbers": True,
        "requireSymbols": True,
        "allowUsersToChangePassword": True,
    }
    strict = [res("iam/accountPasswordPolicy", "passwords", **password)]
    yield from pair("iam-password-length", strict, "passwords.minimumPasswordLength", "", 8.0)
    yield from pair("iam-password-reuse", strict, "passwords.passwordReusePrevention", "", 3.0)
    yield from pair("iam-password-symbols", strict, "passwords.requireSymbols", "", False)
    pool = [
        res(
            "cognito/userPool",
            "shoppers",
            name="shoppers",
            mfaConfiguration="ON",
            softwareTokenMfaConfiguration={"enabled": True},
            passwordPolicy={
                "minimumLength": 14.0,
                "requireLowercase": True,
                "requireNumbers": True,
                "requireSymbols": True,
                "requireUppercase": True,
                "temporaryPasswordValidityDays": 1.0,
            },
            userPoolAddOns={"advancedSecurityMode": "ENFORCED"},
            deletionProtection="ACTIVE",
            adminCreateUserConfig={"allowAdminCreateUserOnly": True},
            tags=TAGS,
        )
    ]
    yield from pair("iam-cognito-mfa", pool, "shoppers.mfaConfiguration", "mfa", "OFF")
    yield from pair("iam-cognito-password", pool, "shoppers.passwordPolicy.minimumLength", "minimumlength", 6.0)
    guests = [res("cognito/identityPool", "guests", identityPoolName="shop", allowUnauthenticatedIdentities=False)]
    yield from pair("iam-cognito-guests", guests, "guests.allowUnauthenticatedIdentities", "", True)


def odd_but_sound() -> Iterator[Case]:
    need_star = ["ec2:DescribeInstances", "ec2:DescribeSubnets", "ec2:DescribeNetworkInterfaces"]
    metrics = {"StringEquals": {"cloudwatch:namespace": "Shop"}}
    region = {"StringEquals": {"aws:RequestedRegion": REGION}}
    vpc = ["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:DescribeNetworkInterfaces"]
    passing = {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
    task = arn("iam", "role/shop-task", "task")
    for name, policy in {
        "describe": doc(allow(need_star, "*")),
        "metrics": doc(allow("cloudwatch:PutMetricData", "*", Condition=metrics)),
        "xray": doc(allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*")),
        "ecr-token": doc(allow("ecr:GetAuthorizationToken", "*")),
        "list-buckets": doc(allow(["s3:ListAllMyBuckets", "s3:GetBucketLocation"], "*")),
        "log-group": doc(
            allow(["logs:CreateLogStream", "logs:PutLogEvents"], f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/shop:*")
        ),
        "get-star": doc(
            allow("s3:Get*", "arn:aws:s3:::shop-orders/*"), allow("s3:ListBucket", "arn:aws:s3:::shop-orders")
        ),
        "table-index": doc(allow(["dynamodb:Query"], [TABLE, arn("dynamodb", "table/orders/index/*", "orders")])),
        "deny-all": doc(
            {
                "Effect": "Deny",
                "Action": "*",
                "Resource": "*",
                "Condition": {"StringNotEquals": {"aws:RequestedRegion": REGION}},
            }
        ),
        "deny-not-action": doc(
            {
                "Effect": "Deny",
                "NotAction": "iam:*",
                "Resource": "*",
                "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}},
            }
        ),
        "vpc": doc(allow(vpc, "*")),
        "pass-one": doc(allow("iam:PassRole", task, Condition=passing)),
        "caller": doc(allow("sts:GetCallerIdentity", "*")),
        "decrypt-one": doc(allow(["kms:Decrypt", "kms:GenerateDataKey"], KEY)),
        "secret": doc(
            allow("secretsmanager:GetSecretValue", f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:shop/db-??????")
        ),
        "region": doc(allow("ec2:DescribeImages", "*", Condition=region)),
        "messages": doc(allow("ssmmessages:*", "*")),
        "api": doc(
            allow(
                "execute-api:ManageConnections",
                f"arn:aws:execute-api:{REGION}:{ACCOUNT}:a1b2c3d4e5/prod/POST/@connections/*",
            )
        ),
        "textract": doc(allow(["textract:DetectDocumentText", "rekognition:DetectLabels"], "*")),
    }.items():
        yield sound(f"iam-sound-{name}", *managed(policy))
    yield sound(
        "iam-sound-defaults", res("iam/policy", "grant", policy=READ, description="read", __defaults=["name", "path"])
    )
    for name in ("AmazonSSMManagedInstanceCore", "CloudWatchAgentServerPolicy", "ReadOnlyAccess", "SecurityAudit"):
        arn_ = f"arn:aws:iam::aws:policy/{name}"
        yield sound(f"iam-sound-{name}", res("iam/rolePolicyAttachment", "one", role=ref("role"), policyArn=arn_))
    for name in (
        "AmazonECSTaskExecutionRolePolicy",
        "AWSLambdaVPCAccessExecutionRole",
        "AmazonRDSEnhancedMonitoringRole",
    ):
        arn_ = f"arn:aws:iam::aws:policy/service-role/{name}"
        yield sound(f"iam-sound-{name}", res("iam/rolePolicyAttachment", "one", role=ref("role"), policyArn=arn_))
    yield sound("iam-sound-group", res("iam/userGroupMembership", "in", user="anna", groups=["operators"]))


def cases() -> Iterator[Case]:
    for part in (statements, trusts, people, accounts, odd_but_sound):
        yield from part()
