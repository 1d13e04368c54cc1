"""Lives of what stands in two Regions: global tables of both kinds, and buckets that follow one another."""

from __future__ import annotations

from sandbox.provider.values import Props
from tests.sandbox.provider.provider_cases import Case, Make, role

KEYS = [{"name": "id", "type": "S"}, {"name": "bucket", "type": "S"}, {"name": "at_ms", "type": "N"}]
INDEX = {
    "name": "by_bucket",
    "keySchemas": [{"attributeName": "bucket", "keyType": "HASH"}, {"attributeName": "at_ms", "keyType": "RANGE"}],
    "projectionType": "INCLUDE",
    "nonKeyAttributes": ["state", "epoch"],
}
REPLICA = {
    "regionName": "us-east-2",
    "pointInTimeRecovery": True,
    "propagateTags": True,
    "deletionProtectionEnabled": False,
}
EVENTUAL, STRONG = {**REPLICA, "consistencyMode": "EVENTUAL"}, {**REPLICA, "consistencyMode": "STRONG"}
STREAMED = {
    "hashKey": "id",
    "attributes": [{"name": "id", "type": "S"}],
    "billingMode": "PAY_PER_REQUEST",
    "streamEnabled": True,
    "streamViewType": "NEW_AND_OLD_IMAGES",
}
AGREED = {
    "hashKey": "id",
    "attributes": KEYS,
    "billingMode": "PAY_PER_REQUEST",
    "globalSecondaryIndexes": [INDEX],
    "replicas": [STRONG],
    "globalTableWitness": {"regionName": "us-west-2"},
}


def versioned(make: Make, region: str) -> Props:
    name, state = make("aws:s3/bucket:Bucket", {"forceDestroy": True, "region": region})
    versioning = {"bucket": name, "versioningConfiguration": {"status": "Enabled"}, "region": region}
    make("aws:s3/bucketVersioning:BucketVersioning", versioning)
    return state


def replication(make: Make) -> Props:
    key = make("aws:kms/key:Key", {"region": "us-east-2", "deletionWindowInDays": 7})[1]["arn"]
    source, target = versioned(make, "us-east-1"), versioned(make, "us-east-2")
    return {
        "bucket": source["bucket"],
        "role": role(make, "s3.amazonaws.com"),
        "rules": [rule(target["arn"], key)],
    }


def rule(bucket: str, key: str) -> Props:
    timed = {"minutes": 15}
    return {
        "id": "artifacts",
        "priority": 1,
        "status": "Enabled",
        "filter": {"prefix": ""},
        "deleteMarkerReplication": {"status": "Disabled"},
        "sourceSelectionCriteria": {"sseKmsEncryptedObjects": {"status": "Enabled"}},
        "destination": {
            "bucket": bucket,
            "encryptionConfiguration": {"replicaKmsKeyId": key},
            "metrics": {"status": "Enabled", "eventThreshold": timed},
            "replicationTime": {"status": "Enabled", "time": timed},
        },
    }


REPLICA_CASES = [
    Case(
        "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
        {},
        needs=replication,
    ),
    Case(
        "aws:dynamodb/table:Table",
        {**STREAMED, "ttl": {"attributeName": "ttl", "enabled": True}, "replicas": [EVENTUAL], "tags": {"a": "b"}},
        {"replicas": [{**EVENTUAL, "pointInTimeRecovery": False}, {**EVENTUAL, "regionName": "us-west-2"}]},
        ("arn", "streamArn"),
    ),
    Case("aws:dynamodb/table:Table", {**STREAMED, "replicas": [EVENTUAL]}, {"replicas": None}, ("arn", "streamArn")),
    Case("aws:dynamodb/table:Table", AGREED, {"tags": {"a": "b"}}, ("arn",)),
    Case(
        "aws:dynamodb/table:Table",
        AGREED,
        {"replicas": [EVENTUAL], "globalTableWitness": None, "streamEnabled": True, "streamViewType": "KEYS_ONLY"},
        ("arn",),
        replaces=True,
    ),
]
