"""Packages and releases of models: read from the bucket, and only when they changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from botocore.exceptions import ClientError

from domain.models.names import MODELS
from lambdas.errors import ObjectTooLargeError

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    # Without s3:ListBucket S3 answers 403 instead of 404 for an object that is not there.
    "bucket": ("s3:ListBucket",),
    "object": ("s3:GetObject",),
    "key": ("kms:Decrypt",),
}

_ABSENT: Final = frozenset({"NoSuchKey", "404", "NotFound"})
_UNCHANGED: Final = frozenset({"304", "NotModified"})


@dataclass(frozen=True)
class StoredObject:
    """An object's content and its ETag."""

    data: bytes
    etag: str


@dataclass(frozen=True)
class ModelPage:
    """Names of models, and where the next page begins; empty at the end."""

    names: tuple[str, ...]
    next: str


class UnchangedError(Exception):
    """The object is still the one of the ETag that was given."""


class ModelPackages:
    """Reads objects below `models/`."""

    def __init__(self, client: Any, bucket: str) -> None:
        """Use `client` (S3) on `bucket`."""
        self._client = client
        self.bucket = bucket

    def read(self, key: str, etag: str | None = None, max_bytes: int | None = None) -> StoredObject | None:
        """Return an object; None when there is none.

        Args:
            key: Its key.
            etag: The version that the caller has already.
            max_bytes: Of a larger one nothing is read; None for no bound.

        Raises:
            UnchangedError: It is still that version.
            ObjectTooLargeError: It has more than ``max_bytes``.
        """
        condition = {} if etag is None else {"IfNoneMatch": etag}
        try:
            found = self._client.get_object(Bucket=self.bucket, Key=key, **condition)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code in _UNCHANGED:
                raise UnchangedError(key) from error
            if code in _ABSENT:
                return None
            raise
        with found["Body"] as body:
            if max_bytes is not None and found["ContentLength"] > max_bytes:
                size = found["ContentLength"]
                raise ObjectTooLargeError(f"s3://{self.bucket}/{key} has {size} bytes; accepted: {max_bytes} at most")
            return StoredObject(body.read(), found["ETag"])

    def names(self, after: str, limit: int) -> ModelPage:
        """Return names of models, in order.

        Args:
            after: The name before the first one; empty for the beginning.
            limit: Names at most.
        """
        # "0" follows "/", so that the folder of `after` itself is behind us.
        start = {"StartAfter": f"{MODELS}{after}0"} if after else {}
        found = self._client.list_objects_v2(Bucket=self.bucket, Prefix=MODELS, Delimiter="/", MaxKeys=limit, **start)
        names = tuple(one["Prefix"][len(MODELS) : -1] for one in found.get("CommonPrefixes", ()))
        return ModelPage(names, names[-1] if names and found.get("IsTruncated") else "")
