"""GetObject straight out of moto's S3 backend, without Flask, where the answer is nothing but the object.

Half of the processor time of an inference run in the sandbox went into moto's HTTP layer for reads of small files. A
request with anything special about it (a range, a condition, a version, CORS, an object that is not there or archived)
is moto's; a test holds the answers of both ways equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, Final
from uuid import uuid4

from sandbox.request import ACCOUNT_ID, AwsRequest, AwsResponse

_SPECIAL_HEADERS: Final = ("range", "if-", "origin", "x-amz-server-side-encryption-customer-", "x-amz-expected-")
_PLAIN_QUERY: Final = frozenset({"x-id"})


def plain_object(request: AwsRequest) -> AwsResponse | None:
    """The answer to a plain GetObject; None where moto has to answer. To be called with the lock of S3 held."""
    if request.operation != "GetObject" or not _is_plain(request):
        return None
    key = _found(request)
    if key is None:
        return None
    headers = {**key.response_dict, **_checksum(request.headers, key), **key.metadata, "Accept-Ranges": "bytes"}
    if key.version_id != "null":
        headers["x-amz-version-id"] = key.version_id
    headers["x-amz-request-id"] = uuid4().hex.upper()
    return AwsResponse(headers=headers, body=key.value)


def _is_plain(request: AwsRequest) -> bool:
    return request.query.keys() <= _PLAIN_QUERY and not any(
        name.startswith(_SPECIAL_HEADERS) for name in request.headers
    )


def _found(request: AwsRequest) -> Any:
    from moto.s3.models import s3_backends
    from moto.s3.utils import ARCHIVE_STORAGE_CLASSES

    backend: Any = s3_backends[ACCOUNT_ID]["aws"]
    bucket = backend.buckets.get(request.path_params["Bucket"])
    key = backend.get_object(bucket.name, request.path_params["Key"]) if bucket is not None else None
    if key is None or key.storage_class in ARCHIVE_STORAGE_CLASSES:
        return None
    if bucket.logging:
        agent = {"User-Agent": request.headers.get("user-agent")}
        logged = SimpleNamespace(method=request.method, url=request.path, headers=agent)
        backend.log_incoming_request(logged, bucket.name)
    return key


def _checksum(headers: Mapping[str, str], key: Any) -> dict[str, str]:
    if headers.get("x-amz-checksum-mode") != "ENABLED" or not key.checksum_algorithm:
        return {}
    value = f"{key.checksum_value}-{key.checksum_parts}" if key.checksum_type == "COMPOSITE" else key.checksum_value
    found = {f"x-amz-checksum-{key.checksum_algorithm.lower()}": value}
    return found | ({"x-amz-checksum-type": key.checksum_type} if key.checksum_type else {})
