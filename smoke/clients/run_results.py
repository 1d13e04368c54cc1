"""Reads the records that a run wrote into the run bucket."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "object": ("s3:GetObject",),
    "bucket": ("s3:ListBucket",),
    "key": ("kms:Decrypt",),
}


class RunResults:
    """Reads objects."""

    def __init__(self, client: Any) -> None:
        """Use ``client`` (S3)."""
        self._client = client

    def records(self, bucket: str, key: str) -> list[dict[str, Any]]:
        """Return a run's records, one for each line."""
        body = self._client.get_object(Bucket=bucket, Key=key)["Body"]
        return [json.loads(line) for line in body.iter_lines() if line]
