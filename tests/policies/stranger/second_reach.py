"""The second reading: functions, policies on resources, logs and ways in."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.props import Plain

from tests.policies.stranger.build import (
    ACCOUNT,
    GONE,
    GROUPS,
    KEY,
    OTHER,
    REGION,
    SUBNETS,
    TAGS,
    VPC,
    Case,
    Json,
    allow,
    arn,
    doc,
    pair,
    ref,
    res,
)
from tests.policies.stranger.serverless import function
from tests.policies.stranger.shapes_compute import CERTIFICATE, SERVER, bucket


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


def logging() -> Iterator[Case]:
    eks = {
        "clientCidrBlock": "10.9.0.0/22",
        "serverCertificateArn": CERTIFICATE,
        "authenticationOptions": [{"type": "certificate-authentication", "rootCertificateChainArn": CERTIFICATE}],
        "tags": TAGS,
    }
    log = {"enabled": True, "cloudwatchLogGroup": ref("log", "/shop/vpn")}
    vpn = [res("ec2clientvpn/endpoint", "vpn", connectionLogOptions=log, **eks)]
    yield from pair("log-2-vpn", vpn, "vpn.connectionLogOptions.enabled", "connectionlogoptions", False)
    air = {
        "name": "shop",
        "dagS3Path": "dags/",
        "executionRoleArn": arn("iam", "role/airflow"),
        "sourceBucketArn": "arn:aws:s3:::shop-dags",
        "networkConfiguration": {"securityGroupIds": GROUPS, "subnetIds": SUBNETS},
        "kmsKey": KEY,
        "tags": TAGS,
    }
    logs = {
        key: {"enabled": True, "logLevel": "INFO"}
        for key in ("dagProcessingLogs", "schedulerLogs", "taskLogs", "webserverLogs", "workerLogs")
    }
    yield from pair(
        "log-2-airflow",
        [res("mwaa/environment", "airflow", loggingConfiguration=logs, **air)],
        "airflow.loggingConfiguration",
        "",
        GONE,
    )
    cluster = {
        "name": "etl",
        "releaseLabel": "emr-7.5.0",
        "serviceRole": arn("iam", "role/emr"),
        "applications": ["Spark"],
        "securityConfiguration": ref("security"),
        "tags": TAGS,
    }
    yield from pair(
        "log-2-emr", [res("emr/cluster", "etl", logUri="s3://shop-logs/emr/", **cluster)], "etl.logUri", "", GONE
    )
    aurora = {
        "clusterIdentifier": "shop",
        "engine": "aurora-mysql",
        "storageEncrypted": True,
        "kmsKeyId": KEY,
        "deletionProtection": True,
        "backupRetentionPeriod": 14.0,
        "manageMasterUserPassword": True,
        "masterUsername": "shop",
        "tags": TAGS,
    }
    mysql = [res("rds/cluster", "aurora", enabledCloudwatchLogsExports=["audit", "error", "slowquery"], **aurora)]
    yield from pair("log-2-aurora-none", mysql, "aurora.enabledCloudwatchLogsExports", "", [])


def network() -> Iterator[Case]:
    anyone = ["0.0.0.0/0"]
    own = {"vpcId": VPC, "tags": TAGS, "description": "x"}
    for name, low, high, protocol in [
        ("ports", 8000.0, 9000.0, "tcp"),
        ("udp", 53.0, 53.0, "udp"),
        ("kafka", 9092.0, 9092.0, "tcp"),
        ("tcp-all", 1.0, 65535.0, "tcp"),
        ("k8s", 6443.0, 6443.0, "tcp"),
        ("docker", 2375.0, 2375.0, "6"),
    ]:
        rule = {"protocol": protocol, "fromPort": low, "toPort": high, "cidrBlocks": ["10.0.0.0/8"]}
        yield from pair(
            f"net-2-{name}",
            [res("ec2/securityGroup", "group", ingress=[rule], **own)],
            "group.ingress.0.cidrBlocks",
            "cidr",
            anyone,
        )
    default = [
        res(
            "ec2/defaultNetworkAcl",
            "acl",
            defaultNetworkAclId=ref("vpc", "acl-1"),
            ingress=[
                {
                    "protocol": "tcp",
                    "ruleNo": 100.0,
                    "action": "allow",
                    "fromPort": 22.0,
                    "toPort": 22.0,
                    "cidrBlock": "10.0.0.0/8",
                }
            ],
            tags=TAGS,
        )
    ]
    yield from pair("net-2-default-acl", default, "acl.ingress.0.cidrBlock", "cidr|ingress", "0.0.0.0/0")
    batch: dict[str, Plain] = {"name": "etl", "type": "container", "tags": TAGS}
    box = {"image": f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/etl:1", "vcpus": 1, "memory": 512, "privileged": False}
    job = [res("batch/jobDefinition", "job", containerProperties=Json(box), **batch)]
    yield from pair("net-2-batch", job, "job.containerProperties", "privileged", Json({**box, "privileged": True}))
    secret = {**box, "environment": [{"name": "DB_PASSWORD", "value": "hunter2-Summer-2024"}]}
    yield from pair("net-2-batch-secret", job, "job.containerProperties", "environment|db_password", Json(secret))
    script = "IyEvYmluL2Jhc2gKZXhwb3J0IEdJVEhVQl9UT0tFTj1naHBfMTZDN2U0MkYyOTJjNjkxMkU3NzEwYzgzODM0N0FlMTc4QjRhCg=="
    yield from pair("net-2-user-data", SERVER, "server.userDataBase64", "", script)
