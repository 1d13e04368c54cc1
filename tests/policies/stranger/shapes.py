"""Stores, warehouses and streams as people write them, all sound: what the mistakes are made from."""

from __future__ import annotations

from guardrails.evaluate import Subject
from guardrails.props import Plain

from tests.policies.stranger.build import ACCOUNT, GROUPS, KEY, REGION, SUBNETS, TAGS, Json, arn, ref, res

POSTGRES: dict[str, Plain] = {
    "identifier": "shop",
    "engine": "postgres",
    "engineVersion": "16.4",
    "instanceClass": "db.m7g.large",
    "allocatedStorage": 100.0,
    "storageEncrypted": True,
    "kmsKeyId": KEY,
    "username": "shop",
    "manageMasterUserPassword": True,
    "dbSubnetGroupName": ref("subnets"),
    "vpcSecurityGroupIds": GROUPS,
    "publiclyAccessible": False,
    "multiAz": True,
    "backupRetentionPeriod": 14.0,
    "deletionProtection": True,
    "copyTagsToSnapshot": True,
    "autoMinorVersionUpgrade": True,
    "iamDatabaseAuthenticationEnabled": True,
    "enabledCloudwatchLogsExports": ["postgresql", "upgrade"],
    "performanceInsightsEnabled": True,
    "performanceInsightsKmsKeyId": KEY,
    "monitoringInterval": 60.0,
    "monitoringRoleArn": arn("iam", "role/monitoring"),
    "parameterGroupName": ref("parameters"),
    "skipFinalSnapshot": False,
    "finalSnapshotIdentifier": "shop-final",
    "tags": TAGS,
}
DATABASE = [res("rds/instance", "db", **POSTGRES)]
CLUSTER: dict[str, Plain] = {
    "clusterIdentifier": "shop",
    "storageEncrypted": True,
    "vpcSecurityGroupIds": GROUPS,
    "backupRetentionPeriod": 14.0,
    "deletionProtection": True,
    "skipFinalSnapshot": False,
    "finalSnapshotIdentifier": "shop-final",
    "tags": TAGS,
}
AURORA = [
    res(
        "rds/cluster",
        "aurora",
        engine="aurora-postgresql",
        engineVersion="16.4",
        dbSubnetGroupName=ref("subnets"),
        kmsKeyId=KEY,
        masterUsername="shop",
        manageMasterUserPassword=True,
        copyTagsToSnapshot=True,
        enabledCloudwatchLogsExports=["postgresql"],
        iamDatabaseAuthenticationEnabled=True,
        **CLUSTER,
    )
]
DOCUMENTS = [
    res(
        "docdb/cluster",
        "documents",
        engine="docdb",
        dbSubnetGroupName=ref("subnets"),
        kmsKeyId=KEY,
        masterUsername="shop",
        manageMasterUserPassword=True,
        enabledCloudwatchLogsExports=["audit", "profiler"],
        **CLUSTER,
    )
]
GRAPH = [
    res(
        "neptune/cluster",
        "graph",
        engine="neptune",
        neptuneSubnetGroupName=ref("subnets"),
        kmsKeyArn=KEY,
        copyTagsToSnapshot=True,
        enableCloudwatchLogsExports=["audit"],
        iamDatabaseAuthenticationEnabled=True,
        **CLUSTER,
    )
]
REDIS = [
    res(
        "elasticache/replicationGroup",
        "cache",
        replicationGroupId="shop",
        description="carts",
        engine="redis",
        engineVersion="7.1",
        nodeType="cache.r7g.large",
        numCacheClusters=2.0,
        automaticFailoverEnabled=True,
        multiAzEnabled=True,
        subnetGroupName=ref("subnets"),
        securityGroupIds=GROUPS,
        atRestEncryptionEnabled=True,
        transitEncryptionEnabled=True,
        kmsKeyId=KEY,
        authToken=ref("token", "7c5e1df0b9d84d7fa1c1"),
        snapshotRetentionLimit=7.0,
        autoMinorVersionUpgrade=True,
        logDeliveryConfigurations=[
            {
                "destination": ref("log", "/shop/redis"),
                "destinationType": "cloudwatch-logs",
                "logFormat": "json",
                "logType": "slow-log",
            }
        ],
        tags=TAGS,
    )
]
WAREHOUSE = [
    res(
        "redshift/cluster",
        "warehouse",
        clusterIdentifier="sales",
        nodeType="ra3.large",
        numberOfNodes=2.0,
        databaseName="sales",
        masterUsername="salesadmin",
        manageMasterPassword=True,
        encrypted=True,
        kmsKeyId=KEY,
        publiclyAccessible=False,
        enhancedVpcRouting=True,
        clusterSubnetGroupName=ref("subnets"),
        vpcSecurityGroupIds=GROUPS,
        automatedSnapshotRetentionPeriod=7.0,
        allowVersionUpgrade=True,
        clusterParameterGroupName=ref("parameters"),
        finalSnapshotIdentifier="sales-final",
        tags=TAGS,
    ),
    res(
        "redshift/logging",
        "warehouse-log",
        clusterIdentifier=ref("warehouse", "sales"),
        logDestinationType="cloudwatch",
        logExports=["connectionlog", "userlog", "useractivitylog"],
    ),
]
SEARCH = [
    res(
        "opensearch/domain",
        "search",
        domainName="shop",
        engineVersion="OpenSearch_2.15",
        clusterConfig={
            "instanceType": "m7g.large.search",
            "instanceCount": 3.0,
            "zoneAwarenessEnabled": True,
            "zoneAwarenessConfig": {"availabilityZoneCount": 3.0},
            "dedicatedMasterEnabled": True,
            "dedicatedMasterCount": 3.0,
            "dedicatedMasterType": "m7g.large.search",
        },
        ebsOptions={"ebsEnabled": True, "volumeSize": 100.0, "volumeType": "gp3"},
        encryptAtRest={"enabled": True, "kmsKeyId": KEY},
        nodeToNodeEncryption={"enabled": True},
        domainEndpointOptions={"enforceHttps": True, "tlsSecurityPolicy": "Policy-Min-TLS-1-2-PFS-2023-10"},
        vpcOptions={"subnetIds": SUBNETS, "securityGroupIds": GROUPS},
        advancedSecurityOptions={
            "enabled": True,
            "internalUserDatabaseEnabled": False,
            "masterUserOptions": {"masterUserArn": arn("iam", "role/search-admin")},
        },
        logPublishingOptions=[
            {"cloudwatchLogGroupArn": arn("logs", "log-group:/shop/search", "log"), "logType": kind}
            for kind in ("AUDIT_LOGS", "ES_APPLICATION_LOGS", "SEARCH_SLOW_LOGS", "INDEX_SLOW_LOGS")
        ],
        tags=TAGS,
    )
]
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
DAX = [
    res(
        "dax/cluster",
        "dax-cache",
        clusterName="shop",
        nodeType="dax.r5.large",
        replicationFactor=3.0,
        iamRoleArn=arn("iam", "role/dax"),
        serverSideEncryption={"enabled": True},
        clusterEndpointEncryptionType="TLS",
        subnetGroupName=ref("subnets"),
        securityGroupIds=GROUPS,
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


IMAGE = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/shop:1.4.2"
