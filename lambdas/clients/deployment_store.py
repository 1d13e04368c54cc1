"""Records of deployments, what is in service, and releases: small documents that are changed with If-Match only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from botocore.exceptions import ClientError

from domain.models.names import current_deployment_key, deployment_key, release_key
from domain.models.release import Release, parse_release
from domain.rollouts.current import Current, parse_current
from domain.rollouts.record import Deployment, parse_deployment
from lambdas.errors import DeploymentChangedError, DeploymentCorruptError, DeploymentNotFoundError

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    # Without s3:ListBucket S3 answers 403 instead of 404 for an object that is not there.
    "bucket": ("s3:ListBucket",),
    "object": ("s3:GetObject", "s3:PutObject"),
    "key": ("kms:Decrypt", "kms:GenerateDataKey"),
}

TRIES: Final = 8
"""How often a change is made anew on top of another writer's."""
_ABSENT: Final = frozenset({"NoSuchKey", "404", "NotFound"})
_TAKEN: Final = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "412", "409"})

Document = TypeVar("Document", Release, Current)


@dataclass(frozen=True)
class Held:
    """A deployment's record and the ETag that it was read with."""

    deployment: Deployment
    etag: str


class DeploymentStore:
    """Reads and changes the documents of deployments."""

    def __init__(self, client: Any, bucket: str) -> None:
        """Use ``client`` (S3) on ``bucket``."""
        self._client = client
        self.bucket = bucket

    def release(self, model: str) -> Release:
        """Return what the HTTP API serves; nothing released without a document."""
        return self._get(release_key(model), Release(), parse_release)[0]

    def change_release(self, model: str, change: Callable[[Release], Release]) -> Release:
        """Change it; ``change`` may be called again on top of another writer's.

        Raises:
            DeploymentChangedError: Others kept changing it.
        """
        return self._change(release_key(model), Release(), parse_release, change)

    def current(self, model: str) -> Current:
        """Return what is in service; nothing without a document."""
        return self._get(current_deployment_key(model), Current(), parse_current)[0]

    def change_current(self, model: str, change: Callable[[Current], Current]) -> Current:
        """Change it, as `change_release`."""
        return self._change(current_deployment_key(model), Current(), parse_current, change)

    def begin(self, deployment: Deployment) -> Held:
        """Write the record of a new deployment.

        Raises:
            DeploymentChangedError: There is one of that id.
        """
        return self._put_record(deployment, None)

    def find(self, model: str, deployment_id: str) -> Held | None:
        """Return a record; None when there is none.

        Raises:
            DeploymentCorruptError: It is not what the platform writes.
        """
        key = deployment_key(model, deployment_id)
        found = self._read(key)
        if found is None:
            return None
        try:
            return Held(parse_deployment(found[0]), found[1])
        except ValueError as error:
            raise self._corrupt(key, error) from error

    def need(self, model: str, deployment_id: str) -> Held:
        """Return a record.

        Raises:
            DeploymentNotFoundError: There is none.
        """
        held = self.find(model, deployment_id)
        if held is None:
            raise DeploymentNotFoundError(f"model {model!r} has no deployment {deployment_id!r}")
        return held

    def save(self, held: Held, deployment: Deployment) -> Held:
        """Write a record on top of the one that was read.

        Raises:
            DeploymentChangedError: Somebody else wrote it meanwhile.
        """
        return held if deployment == held.deployment else self._put_record(deployment, held.etag)

    def _put_record(self, deployment: Deployment, etag: str | None) -> Held:
        key = deployment_key(deployment.source.model, deployment.deployment_id)
        written = self._write(key, deployment.to_json(), etag)
        if written is None:
            raise DeploymentChangedError(f"s3://{self.bucket}/{key} was written by somebody else: look at it again")
        return Held(deployment, written)

    def _change(
        self,
        key: str,
        empty: Document,
        parse: Callable[[str], Document],
        change: Callable[[Document], Document],
    ) -> Document:
        for _ in range(TRIES):
            there, etag = self._get(key, empty, parse)
            wanted = change(there)
            if wanted == there or self._write(key, wanted.to_json(), etag) is not None:
                return wanted
        raise DeploymentChangedError(f"s3://{self.bucket}/{key} was changed by others {TRIES} times in a row")

    def _get(self, key: str, empty: Document, parse: Callable[[str], Document]) -> tuple[Document, str | None]:
        found = self._read(key)
        if found is None:
            return empty, None
        try:
            return parse(found[0]), found[1]
        except ValueError as error:
            raise self._corrupt(key, error) from error

    def _corrupt(self, key: str, error: ValueError) -> DeploymentCorruptError:
        return DeploymentCorruptError(f"s3://{self.bucket}/{key}: {error}; restore an earlier version of the object")

    def _read(self, key: str) -> tuple[str, str] | None:
        try:
            found = self._client.get_object(Bucket=self.bucket, Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] in _ABSENT:
                return None
            raise
        return found["Body"].read().decode("utf-8", "replace"), found["ETag"]

    def _write(self, key: str, text: str, etag: str | None) -> str | None:
        """The new ETag; None when the object is not the one of ``etag``, or is there though it should not be."""
        condition = {"IfNoneMatch": "*"} if etag is None else {"IfMatch": etag}
        try:
            written = self._client.put_object(
                Bucket=self.bucket, Key=key, Body=text.encode(), ContentType="application/json", **condition
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in (_TAKEN if etag is None else _TAKEN | _ABSENT):
                return None
            raise
        return str(written["ETag"])
