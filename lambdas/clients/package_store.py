"""Objects of packages: read with a bound, written once, replaced only while nobody else wrote."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from botocore.exceptions import ClientError

from lambdas.errors import ObjectTooLargeError

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    # Without s3:ListBucket S3 answers 403 instead of 404 for an object that is not there.
    "bucket": ("s3:ListBucket",),
    "object": ("s3:GetObject", "s3:PutObject"),
    "key": ("kms:Decrypt", "kms:GenerateDataKey"),
}

ARCHIVE_TYPE: Final = "application/gzip"
JSON_TYPE: Final = "application/json"
_ABSENT: Final = frozenset({"NoSuchKey", "404", "NotFound"})
_TAKEN: Final = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "412", "409"})


@dataclass(frozen=True)
class Stored:
    """An object, the ETag that it was read with, and when it was written."""

    data: bytes
    etag: str
    written_at: datetime


class PackageStore:
    """Reads and writes objects."""

    def __init__(self, client: Any, bucket: str) -> None:
        """Use ``client`` (S3) on ``bucket``."""
        self._client = client
        self.bucket = bucket

    def uri(self, key: str) -> str:
        """Return the URI of a key."""
        return f"s3://{self.bucket}/{key}"

    def read(self, key: str, max_bytes: int) -> Stored | None:
        """Return an object, or ``None`` when there is none.

        Raises:
            ObjectTooLargeError: It has more than ``max_bytes``; nothing of it was read.
        """
        found = self._open(key)
        if found is None:
            return None
        with found["Body"] as body:
            if found["ContentLength"] > max_bytes:
                raise ObjectTooLargeError(
                    f"{self.uri(key)} has {found['ContentLength']} bytes; accepted: {max_bytes} at most"
                )
            return Stored(body.read(), found["ETag"], found["LastModified"])

    def write(self, key: str, data: bytes, content_type: str, *, over: str | None) -> bool:
        """Store an object in place of what was read; ``False`` says that somebody else wrote since.

        Args:
            key: Its key.
            data: Its content.
            content_type: Its media type.
            over: ETag of what it replaces; ``None`` when nothing was there.
        """
        condition = {"IfNoneMatch": "*"} if over is None else {"IfMatch": over}
        try:
            self._client.put_object(Bucket=self.bucket, Key=key, Body=data, ContentType=content_type, **condition)
        except ClientError as error:
            if error.response["Error"]["Code"] in _TAKEN:
                return False
            raise
        return True

    def put(self, key: str, data: bytes, content_type: str) -> None:
        """Store an object, whatever was there."""
        self._client.put_object(Bucket=self.bucket, Key=key, Body=data, ContentType=content_type)

    def _open(self, key: str) -> Mapping[str, Any] | None:
        try:
            found: Mapping[str, Any] = self._client.get_object(Bucket=self.bucket, Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] in _ABSENT:
                return None
            raise
        return found
