"""Sound stacks that keep data: databases, caches, streams and files, with the defaults of AWS where those are safe."""

from __future__ import annotations

from tests.policies.sound.build import KEY, TAGS, arn, ref, thing

SUBNETS = [ref("zone-a", "subnet-0a1b2c3d4e5f60718"), ref("zone-b", "subnet-0a1b2c3d4e5f60719")]
GROUPS = [ref("inside", "sg-0a1b2c3d4e5f60718")]
LOGS = arn("logs", "log-group:search")

DATABASES = [
    thing("rds/instance", "orders", engine="postgres", instanceClass="db.t4g.medium", allocatedStorage=50.0,
          storageEncrypted=True, storageType="gp3", backupRetentionPeriod=14.0, deletionProtection=True,
          enabledCloudwatchLogsExports=["postgresql"], vpcSecurityGroupIds=GROUPS, manageMasterUserPassword=True,
          username="owner", publiclyAccessible=False, parameterGroupName=ref("parameters"), tags=TAGS),
    thing("rds/instance", "orders-replica", replicateSourceDb=ref("orders"), instanceClass="db.t4g.medium",
          backupRetentionPeriod=0.0, deletionProtection=True, enabledCloudwatchLogsExports=["postgresql"]),
    thing("rds/instance", "orders-restored", snapshotIdentifier=ref("snapshot"), instanceClass="db.t4g.medium",
          engine="postgres"),
    thing("rds/parameterGroup", "parameters", family="postgres16",
          parameters=[{"name": "rds.force_ssl", "value": "1"}, {"name": "log_statement", "value": "ddl"}]),
    thing("rds/cluster", "ledger", engine="aurora-postgresql", storageEncrypted=True, kmsKeyId=KEY,
          backupRetentionPeriod=14.0, deletionProtection=True, enabledCloudwatchLogsExports=["postgresql"],
          manageMasterUserPassword=True, masterUsername="owner", tags=TAGS),
    thing("rds/clusterInstance", "ledger-1", clusterIdentifier=ref("ledger"), engine="aurora-postgresql",
          instanceClass="db.r7g.large"),
    thing("rds/cluster", "ledger-elsewhere", engine="aurora-postgresql", replicationSourceIdentifier=ref("ledger")),
    thing("rds/proxy", "pool", engineFamily="POSTGRESQL", requireTls=True, roleArn=arn("iam", "role/pool"),
          vpcSubnetIds=SUBNETS, auths=[{"secretArn": arn("secretsmanager", "secret:pool")}]),
    thing("elasticache/replicationGroup", "sessions", description="sessions", engine="valkey",
          nodeType="cache.t4g.small", transitEncryptionEnabled=True, automaticFailoverEnabled=True, tags=TAGS),
    thing("elasticache/replicationGroup", "sessions-elsewhere", description="sessions",
          globalReplicationGroupId=ref("sessions-global")),
    thing("memorydb/cluster", "ranks", aclName="ranks", nodeType="db.t4g.small", tags=TAGS),
    thing("redshift/cluster", "warehouse", clusterIdentifier="warehouse", nodeType="ra3.xlplus",
          publiclyAccessible=False, enhancedVpcRouting=True, manageMasterPassword=True, masterUsername="owner",
          tags=TAGS),
    thing("opensearch/domain", "search", engineVersion="OpenSearch_2.17", encryptAtRest={"enabled": True},
          nodeToNodeEncryption={"enabled": True},
          domainEndpointOptions={"enforceHttps": True, "tlsSecurityPolicy": "Policy-Min-TLS-1-2-PFS-2023-10"},
          vpcOptions={"subnetIds": SUBNETS, "securityGroupIds": GROUPS},
          logPublishingOptions=[{"logType": "ES_APPLICATION_LOGS", "cloudwatchLogGroupArn": LOGS}], tags=TAGS),
]  # fmt: skip
"""What a shop keeps."""

STREAMS = [
    thing("kinesis/stream", "clicks", encryptionType="KMS", kmsKeyId="alias/aws/kinesis",
          streamModeDetails={"streamMode": "ON_DEMAND"}, tags=TAGS),
    thing("kinesis/firehoseDeliveryStream", "clicks-to-lake", destination="extended_s3",
          kinesisSourceConfiguration={"kinesisStreamArn": arn("kinesis", "stream/clicks"),
                                      "roleArn": arn("iam", "role/f")},
          extendedS3Configuration={"roleArn": arn("iam", "role/f"), "bucketArn": arn("s3", "lake")}, tags=TAGS),
    thing("msk/cluster", "events", clusterName="events", kafkaVersion="3.8.x", numberOfBrokerNodes=3.0,
          brokerNodeGroupInfo={"instanceType": "kafka.m7g.large", "clientSubnets": SUBNETS, "securityGroups": GROUPS},
          clientAuthentication={"sasl": {"iam": True}}, tags=TAGS),
    thing("sqs/queue", "jobs", tags=TAGS,
          redrivePolicy={"deadLetterTargetArn": arn("sqs", "dead-letters"), "maxReceiveCount": 5.0}),
    thing("sqs/queue", "dead-letters", sqsManagedSseEnabled=True, messageRetentionSeconds=1209600.0, tags=TAGS),
    thing("glue/securityConfiguration", "etl", encryptionConfiguration={
        "cloudwatchEncryption": {"cloudwatchEncryptionMode": "SSE-KMS", "kmsKeyArn": KEY},
        "jobBookmarksEncryption": {"jobBookmarksEncryptionMode": "CSE-KMS", "kmsKeyArn": KEY},
        "s3Encryption": {"s3EncryptionMode": "SSE-S3"}}),
    thing("athena/workgroup", "analysts", configuration={"resultConfiguration": {"outputLocation": ref("results")}}),
]  # fmt: skip
"""What a shop's events run through."""

FILES = [
    thing("efs/fileSystem", "models", encrypted=True, throughputMode="elastic", tags=TAGS),
    thing("ecs/taskDefinition", "worker", family="worker",
          containerDefinitions='[{"name":"w","image":"i","logConfiguration":{"logDriver":"awslogs"}}]',
          volumes=[{"name": "models", "efsVolumeConfiguration": {"fileSystemId": ref("models"),
                                                                "transitEncryption": "ENABLED"}}]),
    thing("ebs/volume", "scratch", availabilityZone="eu-west-1a", size=20.0, type="gp3", encrypted=True, tags=TAGS),
    thing("ebs/volume", "restored", availabilityZone="eu-west-1a", snapshotId=ref("snapshot")),
    thing("ec2/instance", "bastionless", ami="ami-0abcdef1234567890", instanceType="t4g.small", subnetId=SUBNETS[0],
          metadataOptions={"httpTokens": "required"}, rootBlockDevice={"encrypted": True}, tags=TAGS),
    thing("ec2/instance", "as-the-image-says", ami=ref("image"), instanceType="t4g.small", subnetId=SUBNETS[0],
          metadataOptions={"httpTokens": "required"}, tags=TAGS),
    thing("ssm/parameter", "endpoint", name="/shop/endpoint", type="String", value=ref("endpoint")),
    thing("ssm/parameter", "secret-arn", name="/shop/db/secret-arn", type="String", value=ref("secret")),
    thing("ssm/parameter", "password", name="/shop/db/password", type="SecureString", value=ref("password")),
    thing("secretsmanager/secret", "token", name="shop/token", tags=TAGS),
    thing("kms/key", "signing", customerMasterKeySpec="ECC_NIST_P256", keyUsage="SIGN_VERIFY"),
    thing("s3/bucketServerSideEncryptionConfiguration", "access-logs-sse", bucket=ref("logs"),
          rules=[{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}]),
    thing("dynamodb/table", "restored-table", restoreSourceTableArn=arn("dynamodb", "table/orders")),
]  # fmt: skip
"""Files, disks and settings."""
