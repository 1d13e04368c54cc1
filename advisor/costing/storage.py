"""DynamoDB tables, S3 buckets with their copies in other Regions, and KMS keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from advisor.costing.charges import Charge, Free, Pricer
from advisor.costing.context import Context
from advisor.errors import NotKnownError
from advisor.spread import Spread
from advisor.stack.plain import UNKNOWN
from advisor.stack.resources import Resource
from advisor.usage.sections import BucketUsage, KeyUsage, ReplicationUsage, TableUsage

BUCKET: Final = "aws:s3/bucket:Bucket"
ROTATIONS: Final = 2
"""The first and the second rotation of a key add a month's price each, later ones nothing, since April 2024:
https://aws.amazon.com/kms/pricing/, and https://cloudburn.io/blog/aws-kms-pricing of March 2026"""

WRITE_GB: Final = Spread(0, 0.5e-6, 1e-6)
"""A write unit has up to 1 KB: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/capacity-mode.html"""


def table(resource: Resource, context: Context) -> Iterator[Charge | Free]:
    """A table on demand, with its indexes, its backups and its replicas in other Regions."""
    usage, properties = context.usage.of(TableUsage, resource.name), resource.properties
    if properties.text("billingMode", "PROVISIONED") != "PAY_PER_REQUEST":
        raise NotKnownError("provisioned throughput has no item in the price book; accepted: PAY_PER_REQUEST")
    writes = usage.writes * (1 + len(properties.elements("globalSecondaryIndexes")))
    yield Charge("writes", "dynamodb/write", writes)
    yield Charge("reads", "dynamodb/read", usage.reads)
    yield Charge("storage", "dynamodb/storage", usage.storage_gb)
    recovery = properties.child("pointInTimeRecovery")
    if recovery is not None and recovery.flag("enabled"):
        yield Charge("point-in-time recovery", "dynamodb/pitr", usage.storage_gb)
    for replica in properties.children("replicas"):
        region = replica.required_text("regionName")
        yield Charge(f"replicated writes in {region}", "dynamodb/write", writes, region)
        yield Charge(f"storage in {region}", "dynamodb/storage", usage.storage_gb, region)
        if replica.flag("pointInTimeRecovery"):
            yield Charge(f"point-in-time recovery in {region}", "dynamodb/pitr", usage.storage_gb, region)
        yield Charge(f"data to {region}", f"transfer/to/{region}", usage.writes * WRITE_GB)


def bucket(resource: Resource, context: Context) -> Iterator[Charge | Free]:
    """Storage and requests of a bucket."""
    usage = context.usage.of(BucketUsage, resource.name)
    yield Charge("storage", "s3/storage", usage.storage_gb)
    yield Charge("PUT and LIST requests", "s3/put", usage.puts)
    yield Charge("GET requests", "s3/get", usage.gets)


def replication(resource: Resource, context: Context) -> Iterator[Charge | Free]:
    """By the data that goes to the other Region, more under Replication Time Control; its storage is the copy's own.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html
    """
    usage = context.usage.of(ReplicationUsage, resource.name)
    for rule in resource.properties.children("rules"):
        destination = rule.child("destination")
        if destination is None or rule.text("status", "Enabled") != "Enabled":
            continue
        region = _region_of_copy(resource, context)
        yield Charge(f"data to {region}", f"transfer/to/{region}", usage.data_gb)
        yield Charge(f"copies written in {region}", "s3/put", usage.objects, region)
        timed = destination.child("replicationTime")
        if timed is not None and timed.text("status", "Enabled") == "Enabled":
            yield Charge("Replication Time Control", "s3/replication-time-control", usage.data_gb)


def _region_of_copy(resource: Resource, context: Context) -> str:
    """Where the copy lies: an ARN of S3 does not say, but the bucket is one of the stack."""
    for urns in resource.links.values():
        for one in context.of_type(BUCKET):
            if one.urn in urns and one.region not in (None, resource.region):
                return str(one.region)
    raise NotKnownError("the bucket that it copies to is not in the stack, so its Region is not known")


def key(resource: Resource, context: Context) -> Iterator[Charge | Free]:
    """By the month, more after the first rotations, and by its requests; replicas of a key are keys of their own."""
    rotated = resource.properties.values.get("enableKeyRotation")
    rotations = ROTATIONS if rotated is True or rotated is UNKNOWN else 0
    yield Charge("key, and its first rotations", "kms/key", Spread(1, 1, 1 + rotations))
    yield Charge("requests", "kms/request", context.usage.of(KeyUsage, resource.name).requests)


PRICERS: Final[Mapping[str, Pricer]] = {
    "aws:dynamodb/table:Table": table,
    BUCKET: bucket,
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig": replication,
    "aws:s3/bucketV2:BucketV2": bucket,
    "aws:kms/key:Key": key,
    "aws:kms/replicaKey:ReplicaKey": key,
}
