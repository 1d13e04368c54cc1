"""The second reading: functions, and policies on resources."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.props import Plain

from tests.policies.stranger.build import (
    ACCOUNT,
    GONE,
    KEY,
    OTHER,
    REGION,
    TAGS,
    Case,
    allow,
    doc,
    pair,
    ref,
    res,
)
from tests.policies.stranger.serverless import function
from tests.policies.stranger.shapes_edge import bucket


def lambda_() -> Iterator[Case]:
    for runtime in ("python3.6", "python3.8", "nodejs12.x", "nodejs18.x", "dotnet6", "provided", "ruby2.5"):
        yield from pair(f"lambda-2-{runtime}", function(), "orders.runtime", "", runtime)
    for name, value in {
        "db_password": "hunter2-Summer-2024",
        "JWT_SECRET": "f3b9c1d4e5a6478890ab",
        "SMTP_PASS": "Tr0ub4dor&3-more",
        "SLACK_WEBHOOK_TOKEN": "xoxb-123456789012-123456789012-AbCdEfGhIjKlMnOpQrStUvWx",
        "OPENAI_API_KEY": "sk-proj-a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6",
        "PRIVATE_KEY": "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----",
        "MONGO_URI": "mongodb+srv://shop:hunter2@cluster0.mongodb.net/shop",
    }.items():
        variables = {"LOG_LEVEL": "INFO", name: value}
        yield from pair(f"lambda-2-secret-{name}", function(), "orders.environment.variables", name, variables)
    yield from pair("lambda-2-memory-zero", function(), "orders.memorySize", "", 127.0)
    yield from pair("lambda-2-timeout-zero", function(), "orders.timeout", "", 0.0)
    permission: dict[str, Plain] = {
        "action": "lambda:InvokeFunction",
        "function": ref("orders"),
        "principal": "apigateway.amazonaws.com",
    }
    call = res(
        "lambda/permission", "call", sourceArn=f"arn:aws:execute-api:{REGION}:{ACCOUNT}:a1b2c3d4e5/*/*", **permission
    )
    yield from pair("lambda-2-permission-api", [*function(), call], "call.sourceArn", "", GONE)
    url: dict[str, Plain] = {"functionName": ref("orders"), "authorizationType": "AWS_IAM"}
    yield from pair(
        "lambda-2-url-missing",
        [*function(), res("lambda/functionUrl", "url", **url)],
        "url.authorizationType",
        "",
        "NONE",
    )


def public() -> Iterator[Case]:
    objects = {"bucket": ref("store", "shop-orders"), "key": "a.txt", "content": "a", "kmsKeyId": KEY}
    yield from pair(
        "public-2-object", [res("s3/bucketObjectv2", "text", acl="private", **objects)], "text.acl", "", "public-read"
    )
    acl = [res("s3/bucketAcl", "acl", bucket="shop", acl="private")]
    yield from pair("public-2-acl", acl, "acl.acl", "", "public-read-write")
    single = [
        *bucket()[1:],
        res(
            "s3/bucket",
            "store",
            bucket="shop-orders",
            tags=TAGS,
            policy=doc(allow("s3:GetObject", "arn:aws:s3:::shop-orders/*", {"AWS": f"arn:aws:iam::{ACCOUNT}:role/a"})),
        ),
    ]
    yield from pair(
        "public-2-inline-policy",
        single,
        "store.policy",
        "principal",
        doc(allow("s3:GetObject", "arn:aws:s3:::shop-orders/*", "*")),
    )
    topic = [
        res(
            "sns/topic",
            "alerts",
            kmsMasterKeyId=KEY,
            policy=doc(allow("sns:Publish", "*", {"AWS": f"arn:aws:iam::{ACCOUNT}:root"})),
            tags=TAGS,
        )
    ]
    yield from pair("public-2-topic-inline", topic, "alerts.policy", "principal", doc(allow("sns:Publish", "*", "*")))
    queue = [
        res(
            "sqs/queue",
            "jobs",
            sqsManagedSseEnabled=True,
            policy=doc(allow("sqs:SendMessage", "*", {"AWS": f"arn:aws:iam::{ACCOUNT}:root"})),
            tags=TAGS,
        )
    ]
    yield from pair("public-2-queue-inline", queue, "jobs.policy", "principal", doc(allow("sqs:*", "*", {"AWS": "*"})))
    neptune = [
        res(
            "neptune/clusterInstance",
            "node",
            clusterIdentifier=ref("graph"),
            instanceClass="db.r6g.large",
            engine="neptune",
            publiclyAccessible=False,
            tags=TAGS,
        )
    ]
    yield from pair("public-2-neptune", neptune, "node.publiclyAccessible", "", True)
    snapshot = [
        res(
            "rds/clusterSnapshot",
            "copy",
            dbClusterIdentifier="shop",
            dbClusterSnapshotIdentifier="s",
            sharedAccounts=[OTHER],
            tags=TAGS,
        )
    ]
    yield from pair("public-2-cluster-snapshot", snapshot, "copy.sharedAccounts", "", ["all"])
    mail = [
        res(
            "ses/identityPolicy",
            "mail",
            identity="example.com",
            name="p",
            policy=doc(allow("ses:SendEmail", "*", {"AWS": f"arn:aws:iam::{ACCOUNT}:root"})),
        )
    ]
    yield from pair("public-2-ses", mail, "mail.policy", "principal", doc(allow("ses:SendEmail", "*", "*")))
    bus = [res("cloudwatch/eventPermission", "bus", principal=OTHER, statementId="partner")]
    yield from pair("public-2-event-permission", bus, "bus.principal", "", "*")
    alias = [
        res(
            "kms/replicaKey",
            "replica",
            primaryKeyArn=KEY,
            policy=doc(allow("kms:*", "*", {"AWS": f"arn:aws:iam::{ACCOUNT}:root"})),
            deletionWindowInDays=30.0,
            tags=TAGS,
        )
    ]
    yield from pair("public-2-replica-key", alias, "replica.policy", "principal", doc(allow("kms:Decrypt", "*", "*")))
