"""The claims on training runs: one object a run, changed only by who has seen it as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from botocore.exceptions import ClientError

from domain.training.claims import Claim, ClaimState, parse_claim
from domain.training.layout import RunPlaces
from lambdas.errors import RunCorruptError

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    # Without s3:ListBucket S3 answers 403 instead of 404 for a claim that is not there.
    "bucket": ("s3:ListBucket",),
    "object": ("s3:GetObject", "s3:PutObject"),
    "key": ("kms:Decrypt", "kms:GenerateDataKey"),
}

_ABSENT: Final = frozenset({"NoSuchKey", "404", "NotFound"})
_TAKEN: Final = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "412", "409"})
_TRIES: Final = 5


@dataclass(frozen=True)
class StoredClaim:
    """A claim as it stands in the store; ``etag`` changes with every change of it."""

    claim: Claim
    etag: str


class TrainingClaims:
    """Reads and changes claims."""

    def __init__(self, client: Any, bucket: str) -> None:
        """Use ``client`` (S3) on ``bucket``."""
        self._client = client
        self._bucket = bucket

    def read(self, run_id: str) -> StoredClaim | None:
        """Return the claim on a run, or ``None`` where nobody ever claimed it.

        Raises:
            RunCorruptError: The object is no claim; who holds the run is unknown, so nobody may take it.
        """
        key = RunPlaces(run_id).claim
        try:
            found = self._client.get_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] in _ABSENT:
                return None
            raise
        try:
            return StoredClaim(parse_claim(found["Body"].read()), found["ETag"])
        except ValueError as error:
            raise RunCorruptError(f"s3://{self._bucket}/{key}: {error}; remove it to train again") from error

    def claim(self, claim: Claim, seen: StoredClaim | None) -> bool:
        """Store a claim in place of what was seen; ``False`` says that somebody else was first."""
        condition = {"IfNoneMatch": "*"} if seen is None else {"IfMatch": seen.etag}
        try:
            self._client.put_object(
                Bucket=self._bucket,
                Key=RunPlaces(claim.run_id).claim,
                Body=claim.to_json().encode(),
                ContentType="application/json",
                **condition,
            )
        except ClientError as error:
            # 404: what was seen is not there any more (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html)
            if error.response["Error"]["Code"] in _TAKEN | _ABSENT:
                return False
            raise
        return True

    def complete(self, run_id: str, attempt: int) -> bool:
        """Say that the run is complete, so that no start trains on the same data again.

        Returns:
            Whether it is complete now. ``False``: a later attempt holds the run, or nobody claimed it.
        """
        return self._end(run_id, attempt, ClaimState.DONE)

    def release(self, run_id: str, attempt: int) -> bool:
        """Let go of the run, so that the next start may take it; a run that is complete stays so.

        Returns:
            Whether it is released now. ``False``: it is complete, a later attempt holds it, or nobody claimed it.
        """
        return self._end(run_id, attempt, ClaimState.RELEASED)

    def _end(self, run_id: str, attempt: int, state: ClaimState) -> bool:
        for _ in range(_TRIES):
            seen = self.read(run_id)
            if seen is None or seen.claim.attempt != attempt:
                return False
            if seen.claim.state is not ClaimState.WORKING:
                return seen.claim.state is state
            if self.claim(replace(seen.claim, state=state), seen):
                return True
        return False
