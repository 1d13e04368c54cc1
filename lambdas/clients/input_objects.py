"""Reads inputs through the S3 access point."""

from collections.abc import Mapping
from typing import Any, Final, cast

from botocore.exceptions import ClientError, HTTPClientError, IncompleteReadError

from domain.batches.manifest import InputFile
from domain.batches.records import FileErrorCode

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    # Without s3:ListBucket S3 answers 403 instead of 404 for a file that vanished.
    "bucket": ("s3:ListBucket",),
    "object": ("s3:GetObject",),
}

_ABSENT: Final = frozenset({"NoSuchKey", "404", "NotFound"})


class UnreadableFileError(Exception):
    """One file is not what was listed; ``code`` is a FileErrorCode."""

    def __init__(self, code: FileErrorCode, message: str) -> None:
        """Keep the code beside the message."""
        super().__init__(message)
        self.code = code


class InputObjects:
    """The contents behind an access point."""

    def __init__(self, client: Any, access_point: str) -> None:
        """Use ``client`` (S3) on ``access_point``, an alias or an ARN."""
        self._client = client
        self._access_point = access_point

    def read(self, file: InputFile) -> bytes:
        """Return the content of a file as it was listed.

        The etag is compared here and not by ``If-Match``: FSx answers 501 to conditional writes and its documentation
        does not promise conditional reads. A changed file is closed before its content is read.

        A connection that breaks inside the content is tried once more; the SDK's own retries end with the headers.

        Raises:
            UnreadableFileError: The file vanished or changed since it was listed.
        """
        try:
            return self._read(file)
        except (HTTPClientError, IncompleteReadError):
            return self._read(file)

    def _read(self, file: InputFile) -> bytes:
        try:
            found = self._client.get_object(Bucket=self._access_point, Key=file.key)
        except ClientError as error:
            if error.response["Error"]["Code"] in _ABSENT:
                message = f"{file.key} was listed but is not there any more"
                raise UnreadableFileError(FileErrorCode.FILE_VANISHED, message) from error
            raise
        etag = found["ETag"].strip('"')
        if etag != file.etag:
            found["Body"].close()
            message = f"{file.key} has etag {etag}, it was {file.etag} when it was listed; run the prefix again"
            raise UnreadableFileError(FileErrorCode.FILE_CHANGED, message)
        return cast(bytes, found["Body"].read())
