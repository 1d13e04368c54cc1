"""The files of a training run, read and written piece by piece."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from lambdas.clients.run_store import UPLOAD_PART_BYTES, Upload
from lambdas.errors import RunNotFoundError
from lambdas.telemetry import log

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    # Without s3:ListBucket S3 answers 403 instead of 404 for a file that is not there.
    "bucket": ("s3:ListBucket",),
    "object": ("s3:GetObject", "s3:PutObject"),
    "key": ("kms:Decrypt", "kms:GenerateDataKey"),
}

CHUNK_BYTES: Final = 1024 * 1024
_ABSENT: Final = frozenset({"NoSuchKey", "404", "NotFound"})


class TrainingFiles:
    """Reads and writes files of runs."""

    def __init__(self, client: Any, bucket: str) -> None:
        """Use ``client`` (S3) on ``bucket``."""
        self._client = client
        self._bucket = bucket

    def chunks(self, key: str) -> Iterator[bytes]:
        """Yield the bytes of a file.

        Raises:
            RunNotFoundError: There is none.
        """
        try:
            found = self._client.get_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] in _ABSENT:
                raise RunNotFoundError(
                    f"s3://{self._bucket}/{key} is not there; the step before did not write it, or it expired"
                ) from error
            raise
        yield from found["Body"].iter_chunks(CHUNK_BYTES)

    def writer(self, key: str, content_type: str = "text/csv") -> FileWriter:
        """Begin a file; use it as a context manager."""
        return FileWriter(self._client, {"Bucket": self._bucket, "Key": key}, content_type)


class FileWriter:
    """A file that is being written: it appears when the ``with`` block ends, and not at all when that raises."""

    def __init__(self, client: Any, place: Mapping[str, str], content_type: str) -> None:
        """Use ``client`` (S3) on ``place``, a bucket and a key."""
        self._client = client
        self._place = place
        self._content_type = content_type
        self._buffer = bytearray()
        self._upload = Upload(client, place, content_type)

    def __enter__(self) -> FileWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._abort()
            return
        try:
            self._finish()
        except BaseException:
            self._abort()
            raise

    def write(self, text: str) -> None:
        """Add text; at most one part of it is held."""
        self._buffer += text.encode()
        while len(self._buffer) >= UPLOAD_PART_BYTES:
            self._upload.add(bytes(self._buffer[:UPLOAD_PART_BYTES]))
            del self._buffer[:UPLOAD_PART_BYTES]

    def _finish(self) -> None:
        if not self._upload.begun:
            self._client.put_object(**self._place, Body=bytes(self._buffer), ContentType=self._content_type)
            return
        if self._buffer:
            self._upload.add(bytes(self._buffer))
        self._upload.complete(if_absent=False)

    def _abort(self) -> None:
        """Drop what was sent. That this fails hides no other error: the bucket drops what was never completed."""
        try:
            self._upload.abort()
        except (ClientError, BotoCoreError) as error:
            log().warning("an upload was not aborted", extra={**self._place, "error": str(error)})
