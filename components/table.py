"""How every DynamoDB table is made: billed by use, encrypted with the customer key, recoverable, protected as set.

Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws


@dataclass(frozen=True, kw_only=True)
class TableArgs:
    """Inputs.

    Attributes:
        hash_key: Partition key, a text.
        range_key: Sort key, a text; ``None`` for none.
        ttl: Attribute with the second after which an item may go.
        key_arn: Customer key.
        protect: Whether the table is protected and kept when the stack goes.
        stream: Whether changes are streamed, new and old images, as a global table needs.
    """

    hash_key: str
    ttl: str
    key_arn: pulumi.Input[str]
    protect: bool
    range_key: str | None = None
    stream: bool = False


def table(name: str, args: TableArgs, parent: pulumi.Resource) -> aws.dynamodb.Table:
    """Make a table as a child of ``parent``."""
    keys = [args.hash_key] if args.range_key is None else [args.hash_key, args.range_key]
    return aws.dynamodb.Table(
        name,
        billing_mode="PAY_PER_REQUEST",
        hash_key=args.hash_key,
        range_key=args.range_key,
        attributes=[aws.dynamodb.TableAttributeArgs(name=key, type="S") for key in keys],
        ttl=aws.dynamodb.TableTtlArgs(attribute_name=args.ttl, enabled=True),
        point_in_time_recovery=aws.dynamodb.TablePointInTimeRecoveryArgs(enabled=True),
        stream_enabled=args.stream or None,
        stream_view_type="NEW_AND_OLD_IMAGES" if args.stream else None,
        server_side_encryption=aws.dynamodb.TableServerSideEncryptionArgs(enabled=True, kms_key_arn=args.key_arn),
        deletion_protection_enabled=args.protect,
        opts=pulumi.ResourceOptions(parent=parent, protect=args.protect, retain_on_delete=args.protect),
    )
