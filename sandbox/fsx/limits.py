"""What an FSx access point refuses of S3: pure.

https://docs.aws.amazon.com/fsx/latest/ONTAPGuide/access-points-for-fsxn-object-api-support.html. Presigned URLs work on
AWS although its table says that they are not supported; the sandbox takes them too, and nothing should rely on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import unquote

from sandbox.errors import AwsError
from sandbox.request import AwsRequest

SUPPORTED: Final = frozenset(
    {
        "AbortMultipartUpload",
        "CompleteMultipartUpload",
        "CopyObject",
        "CreateMultipartUpload",
        "DeleteObject",
        "DeleteObjectTagging",
        "DeleteObjects",
        "GetBucketLocation",
        "GetObject",
        "GetObjectAttributes",
        "GetObjectTagging",
        "HeadBucket",
        "HeadObject",
        "ListMultipartUploads",
        "ListObjects",
        "ListObjectsV2",
        "ListParts",
        "PutObject",
        "PutObjectTagging",
        "UploadPart",
        "UploadPartCopy",
    }
)
WRITES: Final = frozenset(
    {"PutObject", "CopyObject", "CompleteMultipartUpload", "CreateMultipartUpload", "DeleteObject", "UploadPart"}
)
MAX_PUT_BYTES: Final = 5 * 1024**3
STORAGE_CLASS: Final = "FSX_ONTAP"
OWN_ENCRYPTION: Final = "aws:fsx"
OWNER_ACL: Final = "bucket-owner-full-control"


def refusal(request: AwsRequest, access_points: Mapping[str, str]) -> AwsError | None:
    """Why a call on an access point is refused; None when it is not."""
    operation, headers = request.operation, request.headers
    if operation not in SUPPORTED:
        return _unsupported(f"{operation or request.method} is not supported on an FSx access point.")
    if operation in WRITES:
        for name in ("if-match", "if-none-match"):
            if name in headers:
                return _unsupported(f"Conditional writes ({name}) are not supported on an FSx access point.")
        length = int(headers.get("x-amz-decoded-content-length") or headers.get("content-length") or 0)
        if length > MAX_PUT_BYTES:
            message = "Your proposed upload exceeds the maximum allowed object size."
            return AwsError("EntityTooLarge", f"{message} {length} bytes; accepted: {MAX_PUT_BYTES} at most", 400)
    if "versionId" in request.query:
        return _unsupported("Versions are not supported on an FSx access point.")
    return _header_refusal(headers) or _copy_refusal(request, access_points)


def _header_refusal(headers: Mapping[str, str]) -> AwsError | None:
    if headers.get("x-amz-storage-class", STORAGE_CLASS) != STORAGE_CLASS:
        message = f"The storage class you specified is not valid; accepted: {STORAGE_CLASS}"
        return AwsError("InvalidStorageClass", message)
    asked = {
        "ACLs": headers.get("x-amz-acl", OWNER_ACL) != OWNER_ACL or _any_starts(headers, "x-amz-grant-"),
        "Object Lock": _any_starts(headers, "x-amz-object-lock-"),
        "Requester Pays": "x-amz-request-payer" in headers,
        "Website redirects": "x-amz-website-redirect-location" in headers,
        f"Encryption other than {OWN_ENCRYPTION}": _other_encryption(headers),
    }
    feature = next((name for name, wanted in asked.items() if wanted), "")
    return _unsupported(f"{feature}: not supported on an FSx access point.") if feature else None


def _any_starts(headers: Mapping[str, str], prefix: str) -> bool:
    return any(name.startswith(prefix) for name in headers)


def _other_encryption(headers: Mapping[str, str]) -> bool:
    named = headers.get("x-amz-server-side-encryption", OWN_ENCRYPTION)
    return named != OWN_ENCRYPTION or _any_starts(headers, "x-amz-server-side-encryption-customer")


def _copy_refusal(request: AwsRequest, access_points: Mapping[str, str]) -> AwsError | None:
    if request.operation == "UploadPartCopy":
        # The documentation lists it; on ONTAP 9.18.1 it answered NoSuchKey for an object that is there.
        return AwsError("NoSuchKey", "The specified key does not exist.", 404)
    source = unquote(request.headers.get("x-amz-copy-source", "")).lstrip("/")
    if not source:
        return None
    here = access_points.get(request.path_params.get("Bucket", ""), "")
    bucket = source.partition("/")[0]
    if access_points.get(bucket) != here and not source.startswith(f"{here}/object/"):
        return AwsError("InvalidRequest", "CopyObject on an FSx access point needs a source on the same access point.")
    return None


def _unsupported(message: str) -> AwsError:
    return AwsError(
        "NotImplemented",
        f"A header or operation you provided implies functionality that is not implemented. {message}",
        501,
    )
