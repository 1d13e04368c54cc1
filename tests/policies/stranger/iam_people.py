"""Who may do what: users, groups, account settings, and what looks odd but is sound."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.evaluate import Subject
from guardrails.props import Plain

from tests.policies.stranger.build import (
    ACCOUNT,
    KEY,
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
READ = doc(allow(["dynamodb:GetItem", "dynamodb:Query"], TABLE))


def role(trusted: Json, **more: Plain) -> Subject:
    return res("iam/role", "role", name="shop-orders", assumeRolePolicy=trusted, tags=TAGS, **more)


def managed(policy: Plain) -> list[Subject]:
    return [res("iam/policy", "grant", name="shop-orders", path="/", policy=policy, tags=TAGS)]


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
    yield from pair("iam-policy-users", alone, "direct", "user", add=[user, both])
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
    for part in (
        people,
        accounts,
        odd_but_sound,
    ):
        yield from part()
