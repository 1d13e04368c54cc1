"""Reads training data where it arrives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from botocore.exceptions import ClientError

from domain.training.run_id import DataObject
from domain.training.start import is_folder_marker
from lambdas.pipeline.errors import DataChanged

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    # Without s3:ListBucket S3 answers 403 instead of 404 for an object that is not there.
    "bucket": ("s3:ListBucket",),
    "object": ("s3:GetObject",),
    "key": ("kms:Decrypt",),
}

CHUNK_BYTES: Final = 1024 * 1024
_ABSENT: Final = frozenset({"NoSuchKey", "404", "NotFound"})
_CHANGED: Final = frozenset({"PreconditionFailed", "412"})


class DataSource:
    """The objects of one bucket."""

    def __init__(self, client: Any, bucket: str) -> None:
        """Use ``client`` (S3) on ``bucket``."""
        self._client = client
        self._bucket = bucket

    def find(self, key: str) -> DataObject | None:
        """Return an object as it is now, or ``None`` where there is none."""
        try:
            found = self._client.head_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] in _ABSENT:
                return None
            raise
        return DataObject(self._bucket, key, found["ETag"].strip('"'), found["ContentLength"])

    def newest(self, prefix: str) -> str | None:
        """Return the key of the object under ``prefix`` that was written last; ``None`` where there is none.

        Folder markers and empty objects are no data. Of two that were written in the same second, the last key is it.
        """
        best: tuple[Any, str] | None = None
        position: dict[str, str] = {}
        while True:
            page = self._client.list_objects_v2(Bucket=self._bucket, Prefix=prefix, **position)
            for entry in page.get("Contents", ()):
                found = (entry["LastModified"], entry["Key"])
                if not is_folder_marker(entry["Key"], entry["Size"]) and (best is None or found > best):
                    best = found
            if not page.get("IsTruncated"):
                return best[1] if best else None
            position = {"ContinuationToken": page["NextContinuationToken"]}

    def chunks(self, data: DataObject) -> Iterator[bytes]:
        """Yield the bytes of an object as it was when the run began.

        Raises:
            DataChanged: It is another one now, or gone.
        """
        try:
            found = self._client.get_object(Bucket=data.bucket, Key=data.key, IfMatch=f'"{data.etag}"')
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code in _CHANGED | _ABSENT:
                what = "is gone" if code in _ABSENT else "was written again"
                raise DataChanged(
                    f"{data.uri} {what} since the run began (its ETag was {data.etag}); start again"
                ) from error
            raise
        yield from found["Body"].iter_chunks(CHUNK_BYTES)
