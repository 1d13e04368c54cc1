"""Artifacts in the other Region: S3 replication under a customer key of each side, one way.

Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.foundation.account import Account
from components.iam import Statement, document, trust

PROMISED_MINUTES: Final = 15
"""The only value there is: https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html"""


@dataclass(frozen=True, kw_only=True)
class BucketSide:
    """A bucket at one end.

    Attributes:
        region: Its Region.
        bucket: Its name; unknown until its policy is there.
        arn: Its ARN.
        key_arn: Customer key of its objects.
    """

    region: str
    bucket: pulumi.Input[str]
    arn: pulumi.Input[str]
    key_arn: pulumi.Input[str]


@dataclass(frozen=True, kw_only=True)
class ArtifactReplicationArgs:
    """Inputs.

    Attributes:
        account: The account; the Region is the source's.
        source: Where objects are written.
        target: Where they appear.
        timed: Whether S3 promises 15 minutes, and says when it is later.
        after: What must exist before: both buckets with their versioning.
    """

    account: Account
    source: BucketSide
    target: BucketSide
    timed: bool
    after: Sequence[pulumi.Resource]


class ArtifactReplication(PlatformComponent):
    """The role that S3 replicates with, and the configuration of the source bucket.

    Deletions are not replicated: each bucket has its own life cycle, and what was deleted by mistake is still there.
    """

    role_arn: pulumi.Output[str]

    def __init__(self, name: str, args: ArtifactReplicationArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"source": args.source.region, "target": args.target.region}, opts)
        role = aws.iam.Role(
            self.child_name("role"),
            assume_role_policy=trust("s3.amazonaws.com", args.account.account_id),
            opts=self.child(),
        )
        access = aws.iam.RolePolicy(
            self.child_name("access"),
            role=role.id,
            policy=document(*statements(args.source, args.target)),
            opts=self.child(),
        )
        aws.s3.BucketReplicationConfig(
            name,
            bucket=args.source.bucket,
            role=role.arn,
            rules=[_rule(args)],
            opts=self.child(depends_on=[access, *args.after]),
        )
        self.role_arn = role.arn
        self.finish()


def _rule(args: ArtifactReplicationArgs) -> aws.s3.BucketReplicationConfigRuleArgs:
    minutes = PROMISED_MINUTES
    metrics = aws.s3.BucketReplicationConfigRuleDestinationMetricsArgs
    time = aws.s3.BucketReplicationConfigRuleDestinationReplicationTimeArgs
    return aws.s3.BucketReplicationConfigRuleArgs(
        id="artifacts",
        priority=1,
        status="Enabled",
        filter=aws.s3.BucketReplicationConfigRuleFilterArgs(prefix=""),
        delete_marker_replication=aws.s3.BucketReplicationConfigRuleDeleteMarkerReplicationArgs(status="Disabled"),
        source_selection_criteria=aws.s3.BucketReplicationConfigRuleSourceSelectionCriteriaArgs(
            sse_kms_encrypted_objects=aws.s3.BucketReplicationConfigRuleSourceSelectionCriteriaSseKmsEncryptedObjectsArgs(
                status="Enabled"
            )
        ),
        destination=aws.s3.BucketReplicationConfigRuleDestinationArgs(
            bucket=args.target.arn,
            encryption_configuration=aws.s3.BucketReplicationConfigRuleDestinationEncryptionConfigurationArgs(
                replica_kms_key_id=args.target.key_arn
            ),
            metrics=metrics(
                status="Enabled",
                event_threshold=aws.s3.BucketReplicationConfigRuleDestinationMetricsEventThresholdArgs(minutes=minutes),
            )
            if args.timed
            else None,
            replication_time=time(
                status="Enabled",
                time=aws.s3.BucketReplicationConfigRuleDestinationReplicationTimeTimeArgs(minutes=minutes),
            )
            if args.timed
            else None,
        ),
    )


def statements(source: BucketSide, target: BucketSide) -> tuple[Statement, ...]:
    """What S3 may do with the role: read versions here, write replicas there, with each side's key.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
    """
    return (
        Statement(
            sid="ReadSource", actions=("s3:GetReplicationConfiguration", "s3:ListBucket"), resources=(source.arn,)
        ),
        Statement(
            sid="ReadVersions",
            actions=(
                "s3:GetObjectVersionAcl",
                "s3:GetObjectVersionForReplication",
                "s3:GetObjectVersionTagging",
            ),
            resources=(pulumi.Output.concat(source.arn, "/*"),),
        ),
        Statement(
            sid="WriteReplicas",
            actions=("s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"),
            resources=(pulumi.Output.concat(target.arn, "/*"),),
        ),
        _key("SourceKey", ("kms:Decrypt",), source),
        _key("TargetKey", ("kms:Encrypt", "kms:GenerateDataKey"), target),
    )


def _key(sid: str, actions: tuple[str, ...], side: BucketSide) -> Statement:
    """Through S3 of the key's Region alone."""
    via = {"StringLike": {"kms:ViaService": f"s3.{side.region}.amazonaws.com"}}
    return Statement(sid=sid, actions=actions, resources=(side.key_arn,), conditions=via)
