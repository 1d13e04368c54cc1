"""Which S3 actions on which objects a request needs: pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import unquote
from xml.sax.saxutils import unescape  # nosec B406

from sandbox.request import AwsRequest

Need = tuple[str, str, Mapping[str, str]]
_KEY: Final = re.compile(r"<Key>([^<]*)</Key>")
# S3 operations whose action has another name; anything else is `s3:<Operation>`.
_ACTIONS: Final[Mapping[str, str]] = {
    "ListObjects": "ListBucket",
    "ListObjectsV2": "ListBucket",
    "HeadBucket": "ListBucket",
    "ListObjectVersions": "ListBucketVersions",
    "ListMultipartUploads": "ListBucketMultipartUploads",
    "ListParts": "ListMultipartUploadParts",
    "ListBuckets": "ListAllMyBuckets",
    "HeadObject": "GetObject",
    "CopyObject": "PutObject",
    "CreateMultipartUpload": "PutObject",
    "UploadPart": "PutObject",
    "UploadPartCopy": "PutObject",
    "CompleteMultipartUpload": "PutObject",
    "DeleteObjects": "DeleteObject",
    "GetBucketEncryption": "GetEncryptionConfiguration",
    "PutBucketEncryption": "PutEncryptionConfiguration",
    "DeleteBucketOwnershipControls": "PutBucketOwnershipControls",
    "DeleteBucketReplication": "PutReplicationConfiguration",
    "DeleteBucketEncryption": "PutEncryptionConfiguration",
    "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
    "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration",
    "DeleteBucketLifecycle": "PutLifecycleConfiguration",
    "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
    "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
    "DeletePublicAccessBlock": "PutBucketPublicAccessBlock",
    "GetBucketNotificationConfiguration": "GetBucketNotification",
    "PutBucketNotificationConfiguration": "PutBucketNotification",
    "GetBucketReplication": "GetReplicationConfiguration",
    "PutBucketReplication": "PutReplicationConfiguration",
    "GetBucketAccelerateConfiguration": "GetAccelerateConfiguration",
    "DeleteBucketTagging": "PutBucketTagging",
    "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
}


def s3_needs(request: AwsRequest, access_points: Mapping[str, str]) -> list[Need]:
    """Action, resource and context of each permission.

    Args:
        request: The request.
        access_points: Access point aliases and names, and the ARN of each.
    """
    bucket = unquote(request.path_params.get("Bucket", ""))
    key = request.path_params.get("Key", "")
    name = _ACTIONS.get(request.operation, request.operation)
    if name == "GetObject" and "versionId" in request.query:
        name = "GetObjectVersion"
    if name == "ListAllMyBuckets" or not bucket:
        return [(f"s3:{name}", "*", {})]
    if request.operation == "DeleteObjects":
        # AWS answers for each key; here one key that may not be deleted refuses the whole call.
        keys = [unescape(key) for key in _KEY.findall(request.body.decode("utf-8", "replace"))]
        return [("s3:DeleteObject", _arn(bucket, key, access_points), {}) for key in keys or ["*"]]
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
    context: Mapping[str, str] = {"s3:prefix": request.query.get("prefix", "")} if name == "ListBucket" else {}
    found: list[Need] = [(f"s3:{name}", _arn(bucket, key, access_points), context)]
    source = unquote(request.headers.get("x-amz-copy-source", "")).lstrip("/").partition("?")[0]
    if source:
        source_bucket, _, source_key = source.partition("/")
        found.append(("s3:GetObject", _arn(source_bucket, source_key, access_points), {}))
    if "x-amz-tagging" in request.headers and name == "PutObject":
        found.append(("s3:PutObjectTagging", _arn(bucket, key, access_points), {}))
    return found


def _arn(bucket: str, key: str, access_points: Mapping[str, str]) -> str:
    access_point = bucket if bucket.startswith("arn:") else access_points.get(bucket)
    if access_point:
        return f"{access_point}/object/{key}" if key else access_point
    return f"arn:aws:s3:::{bucket}/{key}" if key else f"arn:aws:s3:::{bucket}"
