"""Lists the inputs through the S3 access point, page by page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from botocore.exceptions import ClientError

from lambdas.errors import InputAccessError

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {"bucket": ("s3:ListBucket",)}

PAGE_SIZE: Final = 1000
"""https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html"""
_UNREADABLE: Final = frozenset(
    {"NoSuchBucket", "NoSuchAccessPoint", "AccessDenied", "AllAccessDisabled", "InvalidAccessPointAliasError"}
)


@dataclass(frozen=True)
class ListedObject:
    """One object: key, bytes, etag without quotes."""

    key: str
    size: int
    etag: str


class InputListing:
    """The objects behind an access point."""

    def __init__(self, client: Any, access_point: str) -> None:
        """Use ``client`` (S3) on ``access_point``, an alias or an ARN."""
        self._client = client
        self.access_point = access_point

    def objects(self, prefix: str) -> Iterator[ListedObject]:
        """Yield every object under ``prefix`` in the order of their keys; one page is in memory at a time.

        Folder markers (an empty object whose key ends with a slash) are no files and are left out.

        Raises:
            InputAccessError: The access point does not exist, or may not be listed.
        """
        position: dict[str, str] = {}
        while True:
            page = self._page(prefix, position)
            for entry in page.get("Contents", ()):
                if not (entry["Key"].endswith("/") and entry["Size"] == 0):
                    yield ListedObject(entry["Key"], entry["Size"], entry["ETag"].strip('"'))
            if not page.get("IsTruncated"):
                return
            position = {"ContinuationToken": page["NextContinuationToken"]}
            del page  # or two pages would be in memory while the next one is read

    def _page(self, prefix: str, position: Mapping[str, str]) -> Mapping[str, Any]:
        try:
            page: Mapping[str, Any] = self._client.list_objects_v2(
                Bucket=self.access_point, Prefix=prefix, MaxKeys=PAGE_SIZE, **position
            )
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code not in _UNREADABLE:
                raise
            message = error.response["Error"].get("Message", "")
            raise InputAccessError(
                f"access point {self.access_point!r} cannot be listed under {prefix!r}: {code}: {message} "
                "Check foundation.access_point in the stack's settings and the access point's policy."
            ) from error
        return page
