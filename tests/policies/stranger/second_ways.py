"""The second reading: logs and ways in."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.props import Plain

from tests.policies.stranger.build import (
    ACCOUNT,
    GONE,
    GROUPS,
    KEY,
    REGION,
    SUBNETS,
    TAGS,
    VPC,
    Case,
    Json,
    arn,
    pair,
    ref,
    res,
)
from tests.policies.stranger.shapes_compute import SERVER
from tests.policies.stranger.shapes_edge import CERTIFICATE


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
