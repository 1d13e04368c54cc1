"""The artifact bucket: listings, manifests, records and results of runs."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, cast

from botocore.exceptions import ClientError

from lambdas.errors import RunNotFoundError

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    # Without s3:ListBucket S3 answers 403 instead of 404 for an object that is not there.
    "bucket": ("s3:ListBucket",),
    "object": ("s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"),
    "key": ("kms:Decrypt", "kms:GenerateDataKey"),
}

UPLOAD_PART_BYTES: Final = 8 * 1024 * 1024
"""Every part but the last needs 5 MiB or more; 10,000 parts at most, so 80 GB a stream.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html"""
_ABSENT: Final = frozenset({"NoSuchKey", "404", "NotFound"})
_TAKEN: Final = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "412", "409"})


class RunStore:
    """Reads and writes the objects of runs."""

    def __init__(self, client: Any, bucket: str) -> None:
        """Use ``client`` (S3) on ``bucket``."""
        self._client = client
        self.bucket = bucket

    def read(self, key: str) -> bytes | None:
        """Return an object, or ``None`` when there is none."""
        try:
            return cast(bytes, self._client.get_object(Bucket=self.bucket, Key=key)["Body"].read())
        except ClientError as error:
            if error.response["Error"]["Code"] in _ABSENT:
                return None
            raise

    def need(self, key: str) -> bytes:
        """Return an object.

        Raises:
            RunNotFoundError: There is none.
        """
        data = self.read(key)
        if data is None:
            raise RunNotFoundError(f"s3://{self.bucket}/{key} is not there; it was never written, or it expired")
        return data

    def exists(self, key: str) -> bool:
        """Say whether there is such an object."""
        try:
            self._client.head_object(Bucket=self.bucket, Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] in _ABSENT:
                return False
            raise
        return True

    def write(self, key: str, data: bytes, *, content_type: str, if_absent: bool = False) -> bool:
        """Store an object; with ``if_absent`` the first writer wins, and ``False`` says that another one was first."""
        condition = {"IfNoneMatch": "*"} if if_absent else {}
        try:
            self._client.put_object(Bucket=self.bucket, Key=key, Body=data, ContentType=content_type, **condition)
        except ClientError as error:
            if if_absent and error.response["Error"]["Code"] in _TAKEN:
                return False
            raise
        return True

    def write_stream(self, key: str, chunks: Iterable[str], *, content_type: str, if_absent: bool = False) -> bool:
        """Store text of any length with at most one upload part in memory.

        Nothing appears under ``key`` when ``chunks`` raises: an upload that was begun is aborted.

        Returns:
            As :meth:`write`.
        """
        upload = Upload(self._client, {"Bucket": self.bucket, "Key": key}, content_type)
        buffer = bytearray()
        try:
            for chunk in chunks:
                buffer += chunk.encode()
                if len(buffer) >= UPLOAD_PART_BYTES:
                    upload.add(bytes(buffer))
                    buffer.clear()
            if not upload.begun:
                return self.write(key, bytes(buffer), content_type=content_type, if_absent=if_absent)
            if buffer:
                upload.add(bytes(buffer))
            return upload.complete(if_absent=if_absent)
        except BaseException:
            upload.abort()
            raise


class Upload:
    """One multipart upload, begun with its first part."""

    def __init__(self, client: Any, place: Mapping[str, str], content_type: str) -> None:
        """Use ``client`` (S3) on ``place``, a bucket and a key."""
        self._client = client
        self._place = place
        self._content_type = content_type
        self._id = ""
        self._parts: list[dict[str, Any]] = []

    @property
    def begun(self) -> bool:
        """Whether S3 knows the upload."""
        return bool(self._id)

    def add(self, data: bytes) -> None:
        """Upload the next part."""
        if not self._id:
            begun = self._client.create_multipart_upload(**self._place, ContentType=self._content_type)
            self._id = begun["UploadId"]
        number = len(self._parts) + 1
        part = self._client.upload_part(**self._place, UploadId=self._id, PartNumber=number, Body=data)
        self._parts.append({"PartNumber": number, "ETag": part["ETag"]})

    def complete(self, *, if_absent: bool) -> bool:
        """Make the object appear; ``False`` when ``if_absent`` and another writer was first."""
        condition = {"IfNoneMatch": "*"} if if_absent else {}
        parts = {"Parts": self._parts}
        try:
            self._client.complete_multipart_upload(**self._place, UploadId=self._id, MultipartUpload=parts, **condition)
        except ClientError as error:
            if if_absent and error.response["Error"]["Code"] in _TAKEN:
                self.abort()
                return False
            raise
        return True

    def abort(self) -> None:
        """Drop what was uploaded; nothing to do when nothing was begun."""
        if self._id:
            self._client.abort_multipart_upload(**self._place, UploadId=self._id)
            self._id = ""
