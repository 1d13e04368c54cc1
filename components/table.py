"""How every DynamoDB table is made: billed by use, encrypted with the customer key, recoverable, protected as set.

A table with replicas is a global table of version 2019.11.21: each replica has its own key, recovery and protection.
With a witness it is strongly consistent across Regions, which has no TTL.

Sources: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html and
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pulumi
import pulumi_aws as aws

from domain.checks import refuse


@dataclass(frozen=True, kw_only=True)
class TableIndex:
    """A global secondary index.

    Attributes:
        name: Its name.
        hash_key: Partition key, a text.
        range_key: Sort key, a number.
        include: Attributes that it holds beside the keys.
    """

    name: str
    hash_key: str
    range_key: str
    include: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TableReplica:
    """The same table in another Region.

    Attributes:
        region: Where.
        key_arn: Customer key of that Region.
    """

    region: str
    key_arn: pulumi.Input[str]


@dataclass(frozen=True, kw_only=True)
class TableArgs:
    """Inputs.

    Attributes:
        hash_key: Partition key, a text.
        range_key: Sort key, a text; ``None`` for none.
        ttl: Attribute with the second after which an item may go; ``None`` keeps items.
        key_arn: Customer key.
        protect: Whether the table and its replicas are protected and kept when the stack goes.
        stream: Whether changes are streamed, new and old images, as an eventually consistent global table needs.
        index: A global secondary index, or ``None``.
        replicas: The other Regions of a global table.
        witness: Region of the witness of a strongly consistent global table; ``None`` for eventual consistency.
    """

    hash_key: str
    key_arn: pulumi.Input[str]
    protect: bool
    ttl: str | None = None
    range_key: str | None = None
    stream: bool = False
    index: TableIndex | None = None
    replicas: Sequence[TableReplica] = ()
    witness: str | None = None

    def __post_init__(self) -> None:
        """Refuse a table that AWS would refuse.

        Raises:
            ValueError: Names the argument, its value and what is accepted.
        """
        if self.witness is not None and self.ttl is not None:
            refuse("ttl", self.ttl, "None, for a strongly consistent global table deletes nothing by itself")
        if self.witness is not None and len(self.replicas) != 1:
            refuse("replicas", [one.region for one in self.replicas], "one, for the witness is the third Region")
        if self.replicas and self.witness is None and not self.stream:
            refuse("stream", self.stream, "True, for an eventually consistent global table replicates by its stream")

    @property
    def consistency(self) -> Literal["STRONG", "EVENTUAL"]:
        """AWS's name of how replicas agree."""
        return "EVENTUAL" if self.witness is None else "STRONG"


def table(name: str, args: TableArgs, parent: pulumi.Resource) -> aws.dynamodb.Table:
    """Make a table as a child of ``parent``."""
    return aws.dynamodb.Table(
        name,
        billing_mode="PAY_PER_REQUEST",
        hash_key=args.hash_key,
        range_key=args.range_key,
        attributes=_attributes(args),
        ttl=None if args.ttl is None else aws.dynamodb.TableTtlArgs(attribute_name=args.ttl, enabled=True),
        point_in_time_recovery=aws.dynamodb.TablePointInTimeRecoveryArgs(enabled=True),
        stream_enabled=args.stream or None,
        stream_view_type="NEW_AND_OLD_IMAGES" if args.stream else None,
        server_side_encryption=aws.dynamodb.TableServerSideEncryptionArgs(enabled=True, kms_key_arn=args.key_arn),
        deletion_protection_enabled=args.protect,
        global_secondary_indexes=None if args.index is None else [_index(args.index)],
        replicas=[_replica(one, args) for one in args.replicas] or None,
        global_table_witness=None
        if args.witness is None
        else aws.dynamodb.TableGlobalTableWitnessArgs(region_name=args.witness),
        opts=pulumi.ResourceOptions(parent=parent, protect=args.protect, retain_on_delete=args.protect),
    )


def _attributes(args: TableArgs) -> list[aws.dynamodb.TableAttributeArgs]:
    """The attributes of all keys: DynamoDB knows of no other."""
    kinds = {args.hash_key: "S"}
    if args.range_key is not None:
        kinds[args.range_key] = "S"
    if args.index is not None:
        kinds |= {args.index.hash_key: "S", args.index.range_key: "N"}
    return [aws.dynamodb.TableAttributeArgs(name=key, type=kind) for key, kind in kinds.items()]


def _index(index: TableIndex) -> aws.dynamodb.TableGlobalSecondaryIndexArgs:
    return aws.dynamodb.TableGlobalSecondaryIndexArgs(
        name=index.name,
        key_schemas=[
            aws.dynamodb.TableGlobalSecondaryIndexKeySchemaArgs(attribute_name=name, key_type=kind)
            for name, kind in ((index.hash_key, "HASH"), (index.range_key, "RANGE"))
        ],
        projection_type="INCLUDE",
        non_key_attributes=list(index.include),
    )


def _replica(replica: TableReplica, args: TableArgs) -> aws.dynamodb.TableReplicaArgs:
    return aws.dynamodb.TableReplicaArgs(
        region_name=replica.region,
        kms_key_arn=replica.key_arn,
        point_in_time_recovery=True,
        deletion_protection_enabled=args.protect,
        propagate_tags=True,
        consistency_mode=args.consistency,
    )
