"""A bucket as this project makes every bucket: private, versioned, encrypted, TLS only, with a life cycle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.iam import Statement, document

ABORT_UPLOAD_DAYS = 7
OLD_VERSION_DAYS = 30
MINIMUM_TLS = 1.2


@dataclass(frozen=True, kw_only=True)
class ExpiringPrefix:
    """Objects below ``prefix`` go after ``days``. The empty prefix is the whole bucket."""

    prefix: str
    days: int


@dataclass(frozen=True, kw_only=True)
class SecureBucketArgs:
    """Inputs.

    Attributes:
        expire: What is deleted after how many days.
        protect: Whether the bucket is protected and kept when the stack goes; else it goes with its objects.
        key_arn: Customer key; ``None`` encrypts with S3's own key, which a target of access logs needs.
        prefix: Start of its name, for one whose name must not start like the others'; ``None`` for its logical name.
        log_bucket: Where access logs go; ``None`` for the log bucket itself.
        statements: Further statements of the bucket policy, made from the bucket's ARN.
    """

    expire: Sequence[ExpiringPrefix]
    protect: bool
    key_arn: pulumi.Input[str] | None = None
    log_bucket: pulumi.Input[str] | None = None
    log_source_account: str | None = None
    prefix: str | None = None


class SecureBucket(PlatformComponent):
    """One bucket and everything that keeps it private."""

    bucket: pulumi.Output[str]
    arn: pulumi.Output[str]

    def __init__(self, name: str, args: SecureBucketArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"protected": args.protect}, opts)
        bucket = aws.s3.Bucket(
            name,
            bucket_prefix=args.prefix,
            force_destroy=not args.protect,
            opts=self.child(protect=args.protect, retain_on_delete=args.protect),
        )
        self._close(bucket)
        self._encrypt(bucket, args.key_arn)
        aws.s3.BucketVersioning(
            self.child_name("versioning"),
            bucket=bucket.id,
            versioning_configuration=aws.s3.BucketVersioningVersioningConfigurationArgs(status="Enabled"),
            opts=self.child(),
        )
        self._expire(bucket, args.expire)
        policy = self._policy(bucket, args.log_source_account)
        if args.log_bucket is not None:
            aws.s3.BucketLogging(
                self.child_name("logging"),
                bucket=bucket.id,
                target_bucket=args.log_bucket,
                target_prefix=f"{name}/",
                opts=self.child(),
            )
        # Whoever uses the bucket waits for its policy: nothing is ever written to an open bucket.
        self.bucket = pulumi.Output.all(bucket.id, policy.id).apply(lambda ids: str(ids[0]))
        self.arn = bucket.arn
        self.finish()

    def _close(self, bucket: aws.s3.Bucket) -> None:
        aws.s3.BucketPublicAccessBlock(
            self.child_name("public-access"),
            bucket=bucket.id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=self.child(),
        )
        aws.s3.BucketOwnershipControls(
            self.child_name("ownership"),
            bucket=bucket.id,
            rule=aws.s3.BucketOwnershipControlsRuleArgs(object_ownership="BucketOwnerEnforced"),
            opts=self.child(),
        )

    def _encrypt(self, bucket: aws.s3.Bucket, key_arn: pulumi.Input[str] | None) -> None:
        default = aws.s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs(
            sse_algorithm="AES256" if key_arn is None else "aws:kms", kms_master_key_id=key_arn
        )
        aws.s3.BucketServerSideEncryptionConfiguration(
            self.child_name("encryption"),
            bucket=bucket.id,
            rules=[
                aws.s3.BucketServerSideEncryptionConfigurationRuleArgs(
                    apply_server_side_encryption_by_default=default, bucket_key_enabled=key_arn is not None
                )
            ],
            opts=self.child(),
        )

    def _expire(self, bucket: aws.s3.Bucket, expire: Sequence[ExpiringPrefix]) -> None:
        rule = aws.s3.BucketLifecycleConfigurationRuleArgs
        whole = aws.s3.BucketLifecycleConfigurationRuleFilterArgs(prefix="")
        rules = [
            rule(
                id=f"expire-{item.prefix.strip('/').replace('/', '-') or 'all'}",
                status="Enabled",
                filter=aws.s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=item.prefix),
                expiration=aws.s3.BucketLifecycleConfigurationRuleExpirationArgs(days=item.days),
            )
            for item in expire
        ]
        rules.append(
            rule(
                id="old-versions",
                status="Enabled",
                filter=whole,
                noncurrent_version_expiration=aws.s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs(
                    noncurrent_days=OLD_VERSION_DAYS
                ),
            )
        )
        rules.append(
            rule(
                id="aborted-uploads",
                status="Enabled",
                filter=whole,
                abort_incomplete_multipart_upload=aws.s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs(
                    days_after_initiation=ABORT_UPLOAD_DAYS
                ),
            )
        )
        aws.s3.BucketLifecycleConfiguration(
            self.child_name("lifecycle"), bucket=bucket.id, rules=rules, opts=self.child()
        )

    def _policy(self, bucket: aws.s3.Bucket, log_source_account: str | None) -> aws.s3.BucketPolicy:
        statements = tls_only(bucket.arn)
        if log_source_account is not None:
            statements += (access_logs(bucket.arn, log_source_account),)
        return aws.s3.BucketPolicy(
            self.child_name("policy"), bucket=bucket.id, policy=document(*statements), opts=self.child()
        )


def tls_only(bucket_arn: pulumi.Input[str]) -> tuple[Statement, ...]:
    """Deny every request without TLS, and with a TLS older than 1.2.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html
    """
    scope = (bucket_arn, pulumi.Output.concat(bucket_arn, "/*"))
    return (
        Statement(
            sid="DenyWithoutTls",
            actions=("s3:*",),
            resources=scope,
            principals="*",
            conditions={"Bool": {"aws:SecureTransport": "false"}},
            deny=True,
        ),
        Statement(
            sid="DenyOldTls",
            actions=("s3:*",),
            resources=scope,
            principals="*",
            conditions={"NumericLessThan": {"s3:TlsVersion": MINIMUM_TLS}},
            deny=True,
        ),
    )


def access_logs(bucket_arn: pulumi.Input[str], account_id: str) -> Statement:
    """Let S3 deliver access logs of this account's buckets.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
    """
    return Statement(
        sid="AccessLogsOfThisAccount",
        actions=("s3:PutObject",),
        resources=(pulumi.Output.concat(bucket_arn, "/*"),),
        principals={"Service": "logging.s3.amazonaws.com"},
        conditions={"StringEquals": {"aws:SourceAccount": account_id}},
    )
