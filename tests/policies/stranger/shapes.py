"""Databases, caches, warehouses and search as people write them, all sound: what the mistakes are made from."""

from __future__ import annotations

from guardrails.props import Plain

from tests.policies.stranger.build import GROUPS, KEY, SUBNETS, TAGS, arn, ref, res

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
