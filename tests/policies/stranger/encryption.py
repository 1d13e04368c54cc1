"""Data at rest and on the wire."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.props import Plain

from tests.policies.stranger.build import ACCOUNT, GONE, KEY, TAGS, Case, allow, arn, doc, pair, ref, res, sound
from tests.policies.stranger.shapes import AURORA, DATABASE, DAX, DOCUMENTS, GRAPH, POSTGRES, REDIS, SEARCH, WAREHOUSE
from tests.policies.stranger.shapes_compute import KUBERNETES, SERVER, TASK, TEMPLATE
from tests.policies.stranger.shapes_edge import BALANCER, CDN, CERTIFICATE, CLASSIC, FORWARD, bucket
from tests.policies.stranger.shapes_streams import CLICKS, FIRE, KAFKA, queue

ROOT = doc(allow("kms:*", "*", {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}))
KMS = [res("kms/key", "key", enableKeyRotation=True, deletionWindowInDays=30.0, policy=ROOT, tags=TAGS)]
VOLUME = [
    res("ebs/volume", "disk", availabilityZone="eu-central-1a", size=50.0, encrypted=True, kmsKeyId=KEY, tags=TAGS)
]
FILES = [
    res("efs/fileSystem", "files", encrypted=True, kmsKeyId=KEY, tags=TAGS),
    res("efs/backupPolicy", "files-backup", fileSystemId=ref("files"), backupPolicy={"status": "ENABLED"}),
]


def stores() -> Iterator[Case]:
    yield from pair("enc-volume", VOLUME, "disk.encrypted", "", False)
    yield from pair("enc-volume-missing", VOLUME, "disk.encrypted", "", GONE)
    yield from pair("enc-ebs-default", [res("ebs/encryptionByDefault", "ebs", enabled=True)], "ebs.enabled", "", False)
    for name, stack, owner in [
        ("rds", DATABASE, "db"),
        ("aurora", AURORA, "aurora"),
        ("docdb", DOCUMENTS, "documents"),
        ("neptune", GRAPH, "graph"),
    ]:
        yield from pair(f"enc-{name}", stack, f"{owner}.storageEncrypted", "", False)
        yield from pair(f"enc-{name}-missing", stack, f"{owner}.storageEncrypted", "", GONE)
    yield from pair("enc-efs", FILES, "files.encrypted", "", GONE)
    yield from pair("enc-efs-false", FILES, "files.encrypted", "", False)
    yield from pair("enc-redis-rest", REDIS, "cache.atRestEncryptionEnabled", "", False)
    yield from pair("enc-redis-transit", REDIS, "cache.transitEncryptionEnabled", "", GONE)
    yield from pair("enc-redshift", WAREHOUSE, "warehouse.encrypted", "", False)
    yield from pair("enc-search-rest", SEARCH, "search.encryptAtRest.enabled", "encryptatrest", False)
    yield from pair("enc-search-nodes", SEARCH, "search.nodeToNodeEncryption", "", GONE)
    yield from pair("enc-search-https", SEARCH, "search.domainEndpointOptions.enforceHttps", "", False)
    old = "Policy-Min-TLS-1-0-2019-07"
    yield from pair("enc-search-tls", SEARCH, "search.domainEndpointOptions.tlsSecurityPolicy", "", old)
    yield from pair("enc-dax", DAX, "dax-cache.serverSideEncryption", "", GONE)
    yield from pair("enc-dax-tls", DAX, "dax-cache.clusterEndpointEncryptionType", "", "NONE")
    yield from pair("enc-kinesis", CLICKS, "clicks.encryptionType", "", "NONE")
    yield from pair("enc-kinesis-missing", CLICKS, "clicks.encryptionType", "", GONE)
    topic = [res("sns/topic", "alerts", name="alerts", kmsMasterKeyId=KEY, tags=TAGS)]
    yield from pair("enc-sns", topic, "alerts.kmsMasterKeyId", "", GONE)
    words = "sqsmanagedsseenabled|kms"
    yield from pair("enc-sqs", queue(), "jobs.sqsManagedSseEnabled", words, False)
    yield from pair("enc-firehose", FIRE, "fire.serverSideEncryption.enabled", "serversideencryption", False)
    flight = "kafka.encryptionInfo.encryptionInTransit"
    yield from pair("enc-msk-plaintext", KAFKA, f"{flight}.clientBroker", "", "TLS_PLAINTEXT")
    yield from pair("enc-msk-cluster", KAFKA, f"{flight}.inCluster", "", False)


def keys() -> Iterator[Case]:
    yield from pair("enc-kms-rotation", KMS, "key.enableKeyRotation", "", False)
    yield from pair("enc-kms-rotation-missing", KMS, "key.enableKeyRotation", "", GONE)
    result = {
        "outputLocation": "s3://shop-results/",
        "encryptionConfiguration": {"encryptionOption": "SSE_KMS", "kmsKeyArn": KEY},
    }
    group = {"enforceWorkgroupConfiguration": True, "publishCloudwatchMetricsEnabled": True}
    athena = [
        res("athena/workgroup", "reports", name="r", configuration={**group, "resultConfiguration": result}, tags=TAGS)
    ]
    at = "reports.configuration.resultConfiguration.encryptionConfiguration"
    yield from pair("enc-athena", athena, at, "encryptionconfiguration|resultconfiguration", GONE)
    yield from pair("enc-athena-enforce", athena, "reports.configuration.enforceWorkgroupConfiguration", "", False)
    security = {
        "cloudwatchEncryption": {"cloudwatchEncryptionMode": "SSE-KMS", "kmsKeyArn": KEY},
        "jobBookmarksEncryption": {"jobBookmarksEncryptionMode": "CSE-KMS", "kmsKeyArn": KEY},
        "s3Encryption": {"s3EncryptionMode": "SSE-KMS", "kmsKeyArn": KEY},
    }
    glue = [res("glue/securityConfiguration", "glue", name="glue", encryptionConfiguration=security)]
    at = "glue.encryptionConfiguration.s3Encryption.s3EncryptionMode"
    yield from pair("enc-glue-s3", glue, at, "s3encryption", "DISABLED")
    settings = {
        "connectionPasswordEncryption": {"awsKmsKeyId": KEY, "returnConnectionPasswordEncrypted": True},
        "encryptionAtRest": {"catalogEncryptionMode": "SSE-KMS", "sseAwsKmsKeyId": KEY},
    }
    catalogue = [res("glue/dataCatalogEncryptionSettings", "glue", dataCatalogEncryptionSettings=settings)]
    at = "glue.dataCatalogEncryptionSettings.encryptionAtRest.catalogEncryptionMode"
    yield from pair("enc-glue-catalogue", catalogue, at, "encryptionatrest", "DISABLED")
    yield from pair("enc-eks-secrets", KUBERNETES, "kubernetes.encryptionConfig", "", GONE)
    copied = {"sourceRegion": "eu-west-1", "encrypted": True, "kmsKeyId": KEY, "tags": TAGS}
    snapshot = [res("ebs/snapshotCopy", "copy", sourceSnapshotId=ref("snapshot", "snap-0123456789abcdef0"), **copied)]
    yield from pair("enc-snapshot-copy", snapshot, "copy.encrypted", "", False)
    ami = {"name": "golden", "sourceAmiId": "ami-0123456789abcdef0", "sourceAmiRegion": "eu-west-1"}
    image = [res("ec2/amiCopy", "image", encrypted=True, kmsKeyId=KEY, tags=TAGS, **ami)]
    yield from pair("enc-ami-copy", image, "image.encrypted", "", GONE)
    secret = {"name": "/shop/db/password", "value": ref("password", "s3cr3t"), "keyId": KEY, "tags": TAGS}
    parameter = [res("ssm/parameter", "db-password", type="SecureString", **secret)]
    yield from pair("enc-ssm-password", parameter, "db-password.type", "type|securestring", "String")
    desk = {"directoryId": ref("directory"), "bundleId": "wsb-bh8rsxt14", "userName": "anna", "tags": TAGS}
    both = {"rootVolumeEncryptionEnabled": True, "userVolumeEncryptionEnabled": True, "volumeEncryptionKey": KEY}
    at = "desk.userVolumeEncryptionEnabled"
    yield from pair("enc-workspace", [res("workspaces/workspace", "desk", **desk, **both)], at, "", False)
    yield from pair("enc-instance-root", SERVER, "server.rootBlockDevice.encrypted", "", False)
    yield from pair("enc-instance-disk", SERVER, "server.ebsBlockDevices.0.encrypted", "", GONE)
    yield from pair("enc-template", TEMPLATE, "template.blockDeviceMappings.0.ebs.encrypted", "", "false")
    at = "task.volumes.0.efsVolumeConfiguration.transitEncryption"
    yield from pair("enc-ecs-efs", TASK, at, "", "DISABLED")


def wires() -> Iterator[Case]:
    yield from pair("enc-listener-http", BALANCER, "http.defaultActions", "defaultactions|protocol", [FORWARD])
    yield from pair("enc-listener-policy", BALANCER, "https.sslPolicy", "", "ELBSecurityPolicy-2016-08")
    yield from pair("enc-cdn-viewer", CDN, "cdn.defaultCacheBehavior.viewerProtocolPolicy", "", "allow-all")
    yield from pair("enc-cdn-tls", CDN, "cdn.viewerCertificate.minimumProtocolVersion", "", "TLSv1")
    custom = "cdn.origins.0.customOriginConfig"
    yield from pair("enc-cdn-origin", CDN, f"{custom}.originProtocolPolicy", "", "http-only")
    yield from pair("enc-cdn-ssl3", CDN, f"{custom}.originSslProtocols", "", ["SSLv3", "TLSv1"])
    api = {"domainName": "api.example.com", "endpointConfiguration": {"types": "REGIONAL"}, "tags": TAGS}
    name = [res("apigateway/domainName", "name", regionalCertificateArn=CERTIFICATE, securityPolicy="TLS_1_2", **api)]
    yield from pair("enc-api-domain", name, "name.securityPolicy", "", "TLS_1_0")
    for kind, family, parameter, good, bad in [
        ("rds/parameterGroup", "postgres14", "rds.force_ssl", "1", "0"),
        ("docdb/clusterParameterGroup", "docdb5.0", "tls", "enabled", "disabled"),
        ("redshift/parameterGroup", "redshift-1.0", "require_ssl", "true", "false"),
    ]:
        values = [{"name": parameter, "value": good}]
        stack = [res(kind, "parameters", name="shop", family=family, parameters=values, tags=TAGS)]
        words = f"{parameter}|parameters"
        yield from pair(f"enc-{parameter}", stack, "parameters.parameters.0.value", words, bad)
    place = {"serverName": "db.internal", "port": 5432.0, "databaseName": "shop", "kmsKeyArn": KEY, "tags": TAGS}
    login = {"username": "shop", "password": ref("password", "s3cr3t")}
    dms = [
        res(
            "dms/endpoint",
            "source",
            endpointId="source",
            endpointType="source",
            engineName="postgres",
            sslMode="require",
            **place,
            **login,
        )
    ]
    yield from pair("enc-dms-ssl", dms, "source.sslMode", "", "none")
    plain = {"instancePort": 8080.0, "instanceProtocol": "http", "lbPort": 80.0, "lbProtocol": "http"}
    yield from pair("enc-elb-http", CLASSIC, "classic.listeners.0", "listeners", plain)
    read = doc(allow("s3:GetObject", "arn:aws:s3:::shop-orders/*", {"AWS": f"arn:aws:iam::{ACCOUNT}:role/reports"}))
    words = "securetransport|tls|https|policy"
    yield from pair("enc-bucket-tls", bucket(), "store-policy|store.policy", words, read)


def odd_but_sound() -> Iterator[Case]:
    signing = {"keyUsage": "SIGN_VERIFY", "customerMasterKeySpec": "ECC_NIST_P256", "deletionWindowInDays": 30.0}
    yield sound("enc-sound-signing", res("kms/key", "signing", policy=ROOT, tags=TAGS, **signing))
    period = {"enableKeyRotation": True, "rotationPeriodInDays": 90.0}
    yield sound("enc-sound-period", res("kms/key", "quarterly", policy=ROOT, tags=TAGS, **period))
    yield sound("enc-sound-vault", res("backup/vault", "vault", name="shop", kmsKeyArn=KEY, tags=TAGS))
    own = {"replicateSourceDb": ref("db", "shop"), "skipFinalSnapshot": True}
    inherited = {"engine", "engineVersion", "username", "manageMasterUserPassword", "dbSubnetGroupName", "kmsKeyId"}
    kept = {key: value for key, value in POSTGRES.items() if key not in inherited | {"finalSnapshotIdentifier"}}
    yield sound("enc-sound-replica", res("rds/instance", "replica", **{**kept, "identifier": "shop-2", **own}))
    yield sound("enc-sound-alias", res("sns/topic", "alerts", kmsMasterKeyId="alias/aws/sns", tags=TAGS))
    dead = {"messageRetentionSeconds": 1209600.0, "tags": TAGS}
    yield sound("enc-sound-sqs-default", res("sqs/queue", "dead", name="dead", __defaults=["delaySeconds"], **dead))
    key = {"kmsMasterKeyId": "alias/aws/sqs", "kmsDataKeyReusePeriodSeconds": 300.0}
    yield sound("enc-sound-sqs-kms", res("sqs/queue", "dead", name="dead", **key, **dead))
    url = {"name": "/shop/url", "type": "String", "value": "https://shop.example.com", "tags": TAGS}
    yield sound("enc-sound-parameter", res("ssm/parameter", "url", **url))
    forward = {"type": "forward", "targetGroupArn": arn("elasticloadbalancing", "targetgroup/db/73e2d6bc", "target")}
    lb = arn("elasticloadbalancing", "loadbalancer/net/shop/50dc6c495c0c9188", "net")
    net = {"loadBalancerArn": lb, "port": 5432.0, "protocol": "TCP", "defaultActions": [forward]}
    yield sound("enc-sound-nlb", res("lb/listener", "tcp", **net))
    table: dict[str, Plain] = {"name": "orders", "hashKey": "id", "attributes": [{"name": "id", "type": "S"}]}
    table |= {"billingMode": "PAY_PER_REQUEST", "pointInTimeRecovery": {"enabled": True}, "tags": TAGS}
    table |= {"serverSideEncryption": {"enabled": True, "kmsKeyArn": KEY}, "deletionProtectionEnabled": True}
    yield sound("enc-sound-table", res("dynamodb/table", "orders", **table))


def cases() -> Iterator[Case]:
    for part in (stores, keys, wires, odd_but_sound):
        yield from part()
