"""Puts the known files below a prefix of their own on the access point, and takes them away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {"input": ("s3:PutObject", "s3:DeleteObject")}


class InputFiles:
    """Writes and removes files of one access point."""

    def __init__(self, client: Any, access_point: str) -> None:
        """Use ``client`` (S3); ``access_point`` is an alias or an ARN."""
        self._client = client
        self._access_point = access_point

    def put(self, key: str, body: bytes, content_type: str) -> None:
        """Write one file."""
        self._client.put_object(Bucket=self._access_point, Key=key, Body=body, ContentType=content_type)

    def remove(self, keys: Iterable[str]) -> None:
        """Remove files; one that is not there is removed."""
        for key in keys:
            self._client.delete_object(Bucket=self._access_point, Key=key)
