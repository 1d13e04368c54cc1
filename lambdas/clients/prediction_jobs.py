"""Documents of asynchronous predictions."""

from collections.abc import Mapping
from typing import Any, Final, cast

from botocore.exceptions import ClientError

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    # Without s3:ListBucket S3 answers 403 instead of 404 for an object that is not there.
    "bucket": ("s3:ListBucket",),
    "object": ("s3:GetObject", "s3:PutObject"),
    "key": ("kms:Decrypt", "kms:GenerateDataKey"),
}

_ABSENT: Final = frozenset({"NoSuchKey", "404", "NotFound"})
_TAKEN: Final = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "412", "409"})


class PredictionJobs:
    """Reads and writes them."""

    def __init__(self, client: Any, bucket: str) -> None:
        """Use `client` (S3) on `bucket`."""
        self._client = client
        self._bucket = bucket

    def read(self, key: str) -> bytes | None:
        """Return a document; None when there is none."""
        try:
            return cast(bytes, self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read())
        except ClientError as error:
            if error.response["Error"]["Code"] in _ABSENT:
                return None
            raise

    def write(self, key: str, text: str, *, once: bool = False) -> bool:
        """Store a document; with `once` the first writer wins, and False says that another one was first."""
        condition = {"IfNoneMatch": "*"} if once else {}
        try:
            self._client.put_object(
                Bucket=self._bucket, Key=key, Body=text.encode(), ContentType="application/json", **condition
            )
        except ClientError as error:
            if once and error.response["Error"]["Code"] in _TAKEN:
                return False
            raise
        return True
