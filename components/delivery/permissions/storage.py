"""Buckets, objects and tables."""

from __future__ import annotations

from typing import Final

from components.delivery.permissions.grants import Access, Table, needs, on
from components.delivery.permissions.identity import KEY_USE

BUCKET_READS: Final = (
    "GetAccelerateConfiguration GetBucketAcl GetBucketCORS GetBucketLocation GetBucketLogging GetBucketNotification "
    "GetBucketObjectLockConfiguration GetBucketOwnershipControls GetBucketPolicy GetBucketPublicAccessBlock "
    "GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite GetEncryptionConfiguration "
    "GetLifecycleConfiguration GetReplicationConfiguration ListBucket ListTagsForResource"
)
"""The provider reads every side of a bucket, whichever of them the program sets."""


def _part(*write: str, passes: tuple[str, ...] = ()) -> Access:
    return needs(on("bucket", "s3", read=BUCKET_READS, write=" ".join(write)), passes=passes)


TABLE: Final[Table] = {
    "aws:s3/bucket:Bucket": needs(
        on(
            "bucket",
            "s3",
            read=BUCKET_READS,
            write="CreateBucket DeleteBucket PutBucketTagging TagResource UntagResource ListBucketVersions "
            "ListBucketMultipartUploads",
        ),
        # A bucket that is not protected goes with its objects.
        on("object", "s3", write="DeleteObject DeleteObjectVersion AbortMultipartUpload"),
    ),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": _part("PutLifecycleConfiguration"),
    "aws:s3/bucketLogging:BucketLogging": _part("PutBucketLogging"),
    "aws:s3/bucketNotification:BucketNotification": _part("PutBucketNotification"),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": _part("PutBucketOwnershipControls"),
    "aws:s3/bucketPolicy:BucketPolicy": _part("PutBucketPolicy", "DeleteBucketPolicy"),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": _part("PutBucketPublicAccessBlock"),
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig": _part("PutReplicationConfiguration", passes=("s3",)),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": _part(
        "PutEncryptionConfiguration"
    ),
    "aws:s3/bucketVersioning:BucketVersioning": _part("PutBucketVersioning"),
    "aws:s3/bucketObjectv2:BucketObjectv2": needs(
        on("bucket", "s3", read="ListBucket", write="ListBucketVersions"),
        on("program_object", "s3", read="GetObject GetObjectAttributes GetObjectTagging"),
        on("object", "s3", write="DeleteObject DeleteObjectVersion PutObject PutObjectTagging DeleteObjectTagging"),
        *KEY_USE,
    ),
    "aws:dynamodb/table:Table": needs(
        on(
            "table",
            "dynamodb",
            read="DescribeContinuousBackups DescribeContributorInsights DescribeTable DescribeTimeToLive "
            "GetResourcePolicy ListTagsOfResource",
            write="CreateTable CreateTableReplica DeleteTable DeleteTableReplica TagResource UntagResource "
            "UpdateContinuousBackups UpdateTable UpdateTimeToLive "
            # Of a replica AWS asks for these on the table: AWS's own copying acts as the caller while it is made.
            "DescribeTableReplicaAutoScaling Scan Query GetItem PutItem UpdateItem DeleteItem BatchWriteItem",
        ),
        on("table", "dynamodb", write="CreateGlobalTableWitness DeleteGlobalTableWitness"),
        *KEY_USE,
        linked=("replication.dynamodb",),
    ),
}
"""Sources: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html and, for replicas,
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_MA.security.html"""
