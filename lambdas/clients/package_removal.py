"""Removes the package of a version that was never registered."""

from collections.abc import Mapping
from typing import Any, Final

from domain.models.names import package_key, signature_key

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {"object": ("s3:DeleteObject",)}


class PackageRemoval:
    """Deletes the two objects of a package."""

    def __init__(self, client: Any, bucket: str) -> None:
        """Use ``client`` (S3) on ``bucket``."""
        self._client = client
        self._bucket = bucket

    def remove(self, model: str, version: str) -> None:
        """Delete package and signature; S3 says nothing when they are not there."""
        for key in (signature_key(model, version), package_key(model, version)):
            self._client.delete_object(Bucket=self._bucket, Key=key)
