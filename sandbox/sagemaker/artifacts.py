"""Gets a model's archive as its execution role would, and unpacks it safely.

A role that lacks `s3:GetObject`, or `kms:Decrypt` on the key of an encrypted object, fails here as on AWS.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from botocore.exceptions import BotoCoreError, ClientError

from domain.models.archive import ModelArchiveError
from lambdas.serving.archive import extract_archive
from sandbox.context import SandboxContext
from sandbox.objects import ObjectCalls

ENCRYPTION: Final = "x-amz-server-side-encryption"
KEY: Final = "x-amz-server-side-encryption-aws-kms-key-id"
DENIED: Final = ("AccessDenied", "AccessDeniedException")


class ArtifactError(RuntimeError):
    """The model data cannot be used; the text is the FailureReason."""


class AccessDeniedError(RuntimeError):
    """The role may not do it; the text names role, action and resource."""


@dataclass(frozen=True, slots=True)
class S3Uri:
    """An S3 URI in its parts; `bucket` may be an access point's alias."""

    bucket: str
    key: str

    @classmethod
    def parse(cls, text: str) -> S3Uri:
        """Splits `s3://bucket/key`.

        Raises:
            ValueError: Another scheme, or no bucket.
        """
        bucket, _, key = text.removeprefix("s3://").partition("/")
        if not text.startswith("s3://") or not bucket:
            raise ValueError(f"{text!r} is no S3 URI; accepted: s3://bucket/key")
        return cls(bucket, key)


class RoleStore:
    """S3 with the credentials of an execution role, KMS included.

    Args:
        context: Makes the clients.
        region: Region of the caller.
        role_arn: Role that is assumed for each call.
    """

    def __init__(self, context: SandboxContext, region: str, role_arn: str) -> None:
        self._s3 = context.client("s3", region, role_arn)
        self._objects = ObjectCalls(context.answer, context.credentials(role_arn, "sandbox"), region)
        self._kms = context.client("kms", region, role_arn)
        self._role = role_arn
        self._usable: set[tuple[str, str]] = set()

    @property
    def s3(self) -> Any:
        """The client, for listings."""
        return self._s3

    def read(self, uri: S3Uri) -> bytes:
        """An object's bytes.

        Raises:
            AccessDeniedError: On the object, or on the key that encrypts it.
            ClientError: Anything else that S3 says.
        """
        with self._explained(f"s3:GetObject on {uri.bucket}/{uri.key}"):
            found = self._objects.get(uri.bucket, uri.key)
        self._need_key("Decrypt", found.headers)
        return found.body

    def write(self, uri: S3Uri, body: bytes, content_type: str, key_id: str) -> None:
        """Puts an object, encrypted with `key_id` when there is one.

        Raises:
            AccessDeniedError: On the object, or on the key.
        """
        headers = {"Content-Type": content_type} if content_type else {}
        if key_id:
            headers |= {ENCRYPTION: "aws:kms", KEY: key_id}
            self._need_key("GenerateDataKey", headers)
        with self._explained(f"s3:PutObject on {uri.bucket}/{uri.key}"):
            self._objects.put(uri.bucket, uri.key, body, headers)

    def _need_key(self, action: str, headers: Mapping[str, str]) -> None:
        """S3 asks KMS on the caller's behalf; moto's does not, so the permission is proved with a call of our own."""
        key_id = headers.get(KEY)
        if headers.get(ENCRYPTION) != "aws:kms" or not key_id or (action, key_id) in self._usable:
            return
        with self._explained(f"kms:{action} on {key_id}"):
            try:
                if action == "Decrypt":
                    self._kms.decrypt(KeyId=key_id, CiphertextBlob=b"permission check")
                else:
                    self._kms.generate_data_key(KeyId=key_id, KeySpec="AES_256")
            except ClientError as error:
                if error.response["Error"]["Code"] in DENIED:
                    raise
        self._usable.add((action, key_id))

    @contextlib.contextmanager
    def _explained(self, what: str) -> Any:
        try:
            yield
        except ClientError as error:
            if error.response["Error"]["Code"] in (*DENIED, "InvalidAccessKeyId", "403"):
                raise AccessDeniedError(f"role {self._role} lacks {what}") from error
            raise


def fetch_model(context: SandboxContext, region: str, role_arn: str, url: str) -> Path:
    """Downloads and unpacks a model archive.

    Returns:
        The folder that holds it, new for each call.

    Raises:
        ArtifactError: No access, no such object, or an archive that is refused.
    """
    folder = context.directory / "models" / uuid4().hex
    folder.mkdir(parents=True)
    archive = folder / "model.tar.gz"
    try:
        archive.write_bytes(RoleStore(context, region, role_arn).read(S3Uri.parse(url)))
        extract_archive(archive, folder / "model", name=url)
    except AccessDeniedError as error:
        raise ArtifactError(_no_access(url, role_arn, region, str(error))) from error
    except (ClientError, BotoCoreError) as error:
        raise ArtifactError(f"Could not find model data at {url}. {error}") from error
    except (ModelArchiveError, ValueError) as error:
        raise ArtifactError(f"Failed to extract model data archive. {error}") from error
    finally:
        archive.unlink(missing_ok=True)
    return folder / "model"


def _no_access(url: str, role_arn: str, region: str, detail: str) -> str:
    return (
        f'Could not access model data at {url}. Please ensure that the role "{role_arn}" exists and that its trust '
        'relationship policy allows the action "sts:AssumeRole" for the service principal "sagemaker.amazonaws.com". '
        f'Also ensure that the role has "s3:GetObject" permissions and that the object is located in {region}. '
        f"({detail})"
    )
