"""Brokers, streams and queues as people write them, all sound: what the mistakes are made from."""

from __future__ import annotations

from guardrails.evaluate import Subject
from guardrails.props import Plain

from tests.policies.stranger.build import GROUPS, KEY, SUBNETS, TAGS, Json, arn, ref, res

KAFKA = [
    res(
        "msk/cluster",
        "kafka",
        clusterName="shop",
        kafkaVersion="3.7.x",
        numberOfBrokerNodes=3.0,
        enhancedMonitoring="PER_BROKER",
        brokerNodeGroupInfo={
            "instanceType": "kafka.m7g.large",
            "clientSubnets": SUBNETS,
            "securityGroups": GROUPS,
            "storageInfo": {"ebsStorageInfo": {"volumeSize": 500.0}},
            "connectivityInfo": {"publicAccess": {"type": "DISABLED"}},
        },
        encryptionInfo={
            "encryptionAtRestKmsKeyArn": KEY,
            "encryptionInTransit": {"clientBroker": "TLS", "inCluster": True},
        },
        clientAuthentication={"sasl": {"iam": True}, "unauthenticated": False},
        loggingInfo={"brokerLogs": {"cloudwatchLogs": {"enabled": True, "logGroup": ref("log", "/shop/kafka")}}},
        tags=TAGS,
    )
]
RABBIT = [
    res(
        "mq/broker",
        "broker",
        brokerName="shop",
        engineType="ActiveMQ",
        engineVersion="5.18",
        hostInstanceType="mq.m5.large",
        deploymentMode="ACTIVE_STANDBY_MULTI_AZ",
        publiclyAccessible=False,
        autoMinorVersionUpgrade=True,
        subnetIds=SUBNETS,
        securityGroups=GROUPS,
        encryptionOptions={"useAwsOwnedKey": False, "kmsKeyId": KEY},
        logs={"general": True, "audit": True},
        users=[{"username": "shop", "password": ref("password", "x7Kp-9vLm-2wQz")}],
        tags=TAGS,
    )
]
FIRE = [
    res(
        "kinesis/firehoseDeliveryStream",
        "fire",
        name="clicks",
        destination="extended_s3",
        serverSideEncryption={"enabled": True, "keyType": "CUSTOMER_MANAGED_CMK", "keyArn": KEY},
        extendedS3Configuration={
            "bucketArn": arn("s3", "shop-clicks", "store"),
            "roleArn": arn("iam", "role/fire", "fire-role"),
            "kmsKeyArn": KEY,
            "bufferingInterval": 300.0,
            "cloudwatchLoggingOptions": {"enabled": True, "logGroupName": ref("log"), "logStreamName": "s3"},
        },
        tags=TAGS,
    )
]
CLICKS = [
    res(
        "kinesis/stream",
        "clicks",
        name="clicks",
        encryptionType="KMS",
        kmsKeyId="alias/aws/kinesis",
        retentionPeriod=168.0,
        streamModeDetails={"streamMode": "ON_DEMAND"},
        tags=TAGS,
    )
]


def queue(name: str = "jobs", **more: Plain) -> list[Subject]:
    """A queue and where its poison goes."""
    dead = {"deadLetterTargetArn": arn("sqs", f"{name}-dead", "dead"), "maxReceiveCount": 5.0}
    kept = {"visibilityTimeoutSeconds": 180.0, "messageRetentionSeconds": 345600.0, "sqsManagedSseEnabled": True}
    return [
        res("sqs/queue", "jobs", **{"name": name, **kept, "redrivePolicy": Json(dead), "tags": TAGS, **more}),
        res(
            "sqs/queue",
            "dead",
            name=f"{name}-dead",
            messageRetentionSeconds=1209600.0,
            sqsManagedSseEnabled=True,
            tags=TAGS,
        ),
    ]
