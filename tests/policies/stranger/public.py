"""What the world can reach: buckets, and policies on resources."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.props import Plain

from tests.policies.stranger.build import (
    ACCOUNT,
    GONE,
    OTHER,
    REGION,
    TAGS,
    Case,
    allow,
    arn,
    doc,
    pair,
    ref,
    res,
    sound,
)
from tests.policies.stranger.shapes_edge import bucket

ROLE = {"AWS": f"arn:aws:iam::{ACCOUNT}:role/reports"}
SOURCE = {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
ANYBODY: tuple[Plain, ...] = ("*", {"AWS": "*"})


def buckets() -> Iterator[Case]:
    closed = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"]
    for name in closed:
        yield from pair(f"public-{name}", bucket(), f"store-closed.{name}", "", False)
    yield from pair("public-blockPublicAcls-missing", bucket(), "store-closed.blockPublicAcls", "", GONE)
    words = "publicaccessblock|public access"
    yield from pair("public-no-block", bucket(), "store", words, drop="store-closed")
    private = [*bucket(), res("s3/bucketAclV2", "acl", bucket=ref("store", "shop-orders"), acl="private")]
    yield from pair("public-acl-read", private, "acl.acl", "", "public-read")
    yield from pair("public-acl-users", private, "acl.acl", "", "authenticated-read")
    old = [res("s3/bucket", "old", bucket="shop-old", acl="private", tags=TAGS)]
    both = dict.fromkeys(closed, True)
    old += [res("s3/bucketPublicAccessBlock", "old-closed", bucket=ref("old", "shop-old"), **both)]
    yield from pair("public-acl-write", old, "old.acl", "", "public-read-write")
    read = "arn:aws:s3:::shop-orders/*"
    for index, who in enumerate(ANYBODY):
        open_ = doc(allow("s3:GetObject", read, who))
        yield from pair(f"public-bucket-policy-{index}", bucket(), "store-policy.policy", "principal|policy", open_)
    account = [res("s3/accountPublicAccessBlock", "account", **both)]
    yield from pair("public-account-block", account, "account.restrictPublicBuckets", "", False)
    point = {"name": "reports", "bucket": ref("store", "shop-orders"), "publicAccessBlockConfiguration": both}
    at = "point.publicAccessBlockConfiguration.blockPublicPolicy"
    yield from pair("public-access-point", [res("s3/accessPoint", "point", **point)], at, "blockpublicpolicy", False)
    grants = [{"grantee": {"type": "CanonicalUser", "id": "79a59df900b949e5"}, "permission": "FULL_CONTROL"}]
    world = [
        *grants,
        {"grantee": {"type": "Group", "uri": "http://acs.amazonaws.com/groups/global/AllUsers"}, "permission": "READ"},
    ]
    owner = {"owner": {"id": "79a59df900b949e5"}}
    controlled = [res("s3/bucketAclV2", "acl", bucket="shop", accessControlPolicy={"grants": grants, **owner})]
    yield from pair("public-acl-grant", controlled, "acl.accessControlPolicy.grants", "grant", world)


def documents() -> Iterator[Case]:
    queue, topic = arn("sqs", "jobs"), arn("sns", "alerts")
    for name, kind, props, key, action, resource in [
        ("sqs", "sqs/queuePolicy", {"queueUrl": ref("jobs")}, "policy", "sqs:SendMessage", queue),
        ("sns", "sns/topicPolicy", {"arn": topic}, "policy", "sns:Publish", topic),
        (
            "secret",
            "secretsmanager/secretPolicy",
            {"secretArn": ref("secret")},
            "policy",
            "secretsmanager:GetSecretValue",
            "*",
        ),
        ("ecr", "ecr/repositoryPolicy", {"repository": ref("images")}, "policy", ["ecr:BatchGetImage"], GONE),
        ("kms", "kms/key", {"enableKeyRotation": True, "tags": TAGS}, "policy", ["kms:Decrypt", "kms:Encrypt"], "*"),
        ("efs", "efs/fileSystemPolicy", {"fileSystemId": ref("files")}, "policy", "elasticfilesystem:ClientMount", "*"),
        ("vault", "backup/vaultPolicy", {"backupVaultName": "shop"}, "policy", "backup:CopyIntoBackupVault", "*"),
        (
            "bus",
            "cloudwatch/eventBusPolicy",
            {"eventBusName": "shop"},
            "policy",
            "events:PutEvents",
            arn("events", "event-bus/shop"),
        ),
        ("glacier", "glacier/vault", {"name": "old", "tags": TAGS}, "accessPolicy", "glacier:InitiateJob", "*"),
        ("search", "opensearch/domainPolicy", {"domainName": "shop"}, "accessPolicies", "es:ESHttpGet", "*"),
        ("logs", "cloudwatch/logResourcePolicy", {"policyName": "dns"}, "policyDocument", "logs:PutLogEvents", "*"),
        ("registry", "ecr/registryPolicy", {}, "policy", "ecr:ReplicateImage", "*"),
        ("kinesis", "kinesis/resourcePolicy", {"resourceArn": ref("clicks")}, "policy", "kinesis:GetRecords", "*"),
        ("table", "dynamodb/resourcePolicy", {"resourceArn": ref("orders")}, "policy", "dynamodb:GetItem", "*"),
        (
            "artifact",
            "codeartifact/repositoryPermissionsPolicy",
            {"domain": "shop", "repository": "py"},
            "policyDocument",
            "codeartifact:ReadFromRepository",
            "*",
        ),
    ]:
        mine = res(kind, "guarded", **props, **{key: doc(allow(action, resource, ROLE))})  # type: ignore[arg-type, dict-item]
        words = "principal|policy|policies|policydocument"
        yield from pair(f"public-{name}-star", [mine], f"guarded.{key}", words, doc(allow(action, resource, "*")))
        if name in {"sqs", "sns", "kms", "ecr"}:
            aws = doc(allow(action, resource, {"AWS": ["*"]}))
            yield from pair(f"public-{name}-aws-star", [mine], f"guarded.{key}", words, aws)


def odd_but_sound() -> Iterator[Case]:
    distribution = {"StringEquals": {"AWS:SourceArn": f"arn:aws:cloudfront::{ACCOUNT}:distribution/E1A2B3C4D5E6F7"}}
    organisation = {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
    endpoint = {"StringEquals": {"aws:SourceVpce": "vpce-0123456789abcdef0"}}
    rule = {"ArnEquals": {"aws:SourceArn": f"arn:aws:sns:{REGION}:{ACCOUNT}:alerts"}}
    objects, queue, topic = "arn:aws:s3:::shop-orders/*", arn("sqs", "jobs"), arn("sns", "alerts")
    tls = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": ["arn:aws:s3:::shop-orders", objects],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    for name, statement in {
        "cdn": allow("s3:GetObject", objects, {"Service": "cloudfront.amazonaws.com"}, Condition=distribution),
        "organisation": allow("s3:GetObject", objects, "*", Condition=organisation),
        "endpoint": allow("s3:GetObject", objects, {"AWS": "*"}, Condition=endpoint),
        "logs": allow("s3:PutObject", objects, {"Service": "logging.s3.amazonaws.com"}, Condition=SOURCE),
        "partner": allow("s3:GetObject", objects, {"AWS": f"arn:aws:iam::{OTHER}:role/reader"}),
    }.items():
        yield sound(f"public-sound-bucket-{name}", *bucket(doc(tls, statement)))
    events = allow(
        "sqs:SendMessage",
        queue,
        {"Service": "events.amazonaws.com"},
        Condition={"ArnEquals": {"aws:SourceArn": arn("events", "rule/nightly")}},
    )
    yield sound("public-sound-queue-rule", res("sqs/queuePolicy", "p", queueUrl=ref("jobs"), policy=doc(events)))
    sns = allow("sqs:SendMessage", queue, "*", Condition=rule)
    yield sound("public-sound-queue-topic", res("sqs/queuePolicy", "p", queueUrl=ref("jobs"), policy=doc(sns)))
    owner = allow(
        ["sns:Publish", "sns:Subscribe"], topic, {"AWS": "*"}, Condition={"StringEquals": {"AWS:SourceOwner": ACCOUNT}}
    )
    yield sound("public-sound-topic-owner", res("sns/topicPolicy", "p", arn=topic, policy=doc(owner)))
    root = allow("kms:*", "*", {"AWS": f"arn:aws:iam::{ACCOUNT}:root"})
    via = allow(
        ["kms:Decrypt", "kms:GenerateDataKey*"],
        "*",
        {"AWS": "*"},
        Condition={"StringEquals": {"kms:CallerAccount": ACCOUNT, "kms:ViaService": f"sqs.{REGION}.amazonaws.com"}},
    )
    logs = allow(
        ["kms:Encrypt*", "kms:Decrypt*", "kms:GenerateDataKey*"],
        "*",
        {"Service": f"logs.{REGION}.amazonaws.com"},
        Condition={"ArnLike": {"kms:EncryptionContext:aws:logs:arn": f"arn:aws:logs:{REGION}:{ACCOUNT}:*"}},
    )
    yield sound(
        "public-sound-key", res("kms/key", "key", enableKeyRotation=True, policy=doc(root, via, logs), tags=TAGS)
    )
    yield sound(
        "public-sound-options",
        res(
            "apigateway/method",
            "options",
            restApi=ref("api"),
            resourceId=ref("path"),
            httpMethod="OPTIONS",
            authorization="NONE",
        ),
    )
    keyed: dict[str, Plain] = {"httpMethod": "GET", "authorization": "COGNITO_USER_POOLS", "authorizerId": ref("pool")}
    yield sound(
        "public-sound-cognito", res("apigateway/method", "get", restApi=ref("api"), resourceId=ref("path"), **keyed)
    )
    yield sound(
        "public-sound-connect",
        res("apigatewayv2/route", "reply", apiId=ref("socket"), routeKey="$connect", authorizationType="AWS_IAM"),
    )
    ecr = doc(
        allow(
            ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            GONE,
            {"Service": "lambda.amazonaws.com"},
            Condition=SOURCE,
        )
    )
    yield sound("public-sound-ecr", res("ecr/repositoryPolicy", "p", repository=ref("images"), policy=ecr))
    dns = allow(
        ["logs:CreateLogStream", "logs:PutLogEvents"],
        f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:/aws/route53/*",
        {"Service": "route53.amazonaws.com"},
        Condition=SOURCE,
    )
    yield sound("public-sound-dns", res("cloudwatch/logResourcePolicy", "p", policyName="dns", policyDocument=doc(dns)))


def cases() -> Iterator[Case]:
    for part in (
        buckets,
        documents,
        odd_but_sound,
    ):
        yield from part()
