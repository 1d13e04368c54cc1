"""DynamoDB tables, S3 buckets and KMS keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from advisor.costing.charges import Charge, Free, Pricer
from advisor.costing.context import Context
from advisor.errors import NotKnownError
from advisor.spread import Spread
from advisor.stack.plain import UNKNOWN
from advisor.stack.resources import Resource
from advisor.usage.sections import BucketUsage, KeyUsage, TableUsage

ROTATIONS: Final = 2
"""The first and the second rotation of a key add a month's price each, later ones nothing, since April 2024:
https://aws.amazon.com/kms/pricing/, and https://cloudburn.io/blog/aws-kms-pricing of March 2026"""


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


def bucket(resource: Resource, context: Context) -> Iterator[Charge | Free]:
    """Storage and requests of a bucket."""
    usage = context.usage.of(BucketUsage, resource.name)
    yield Charge("storage", "s3/storage", usage.storage_gb)
    yield Charge("PUT and LIST requests", "s3/put", usage.puts)
    yield Charge("GET requests", "s3/get", usage.gets)


def key(resource: Resource, context: Context) -> Iterator[Charge | Free]:
    """By the month, more after the first rotations, and by its requests; replicas of a key are keys of their own."""
    rotated = resource.properties.values.get("enableKeyRotation")
    rotations = ROTATIONS if rotated is True or rotated is UNKNOWN else 0
    yield Charge("key, and its first rotations", "kms/key", Spread(1, 1, 1 + rotations))
    yield Charge("requests", "kms/request", context.usage.of(KeyUsage, resource.name).requests)


PRICERS: Final[Mapping[str, Pricer]] = {
    "aws:dynamodb/table:Table": table,
    "aws:s3/bucket:Bucket": bucket,
    "aws:s3/bucketV2:BucketV2": bucket,
    "aws:kms/key:Key": key,
    "aws:kms/replicaKey:ReplicaKey": key,
}
