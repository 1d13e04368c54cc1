"""Environment of `register_model`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.models.manifest import SHA256
from lambdas.environment import EnvironmentReader
from lambdas.models.settings import may_be_empty, package_bytes

VARIABLES: Final = (
    "RUN_BUCKET",
    "PACKAGE_GROUP",
    "APPROVAL",
    "SIGNING_KEY_ARN",
    "SERVING_IMAGE_URI",
    "CODE_SHA256",
    "MAX_PACKAGE_MB",
)


class Approval(StrEnum):
    """Who approves a model that passed its gate."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the stack decided.

    Attributes:
        run_bucket: Holds runs and packages.
        package_group: Model package group of the registry.
        approval: Who approves.
        signing_key_arn: KMS key that signs packages; empty when they are not signed.
        image_uri: Container that serves the model.
        code_sha256: SHA-256 of the training code.
        max_package_bytes: Most bytes that a package may unpack to.
    """

    run_bucket: str
    package_group: str
    approval: Approval
    signing_key_arn: str
    image_uri: str
    code_sha256: str
    max_package_bytes: int

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the variables.

        Raises:
            InvalidEnvironmentError: Names every variable that is missing or not accepted.
        """
        read = EnvironmentReader(environ)
        settings = cls(
            run_bucket=read.text("RUN_BUCKET"),
            package_group=read.text("PACKAGE_GROUP"),
            approval=read.converted("APPROVAL", " or ".join(Approval), Approval, Approval.MANUAL),
            signing_key_arn=may_be_empty(
                read, environ, "SIGNING_KEY_ARN", "an ARN; empty when packages are not signed"
            ),
            image_uri=read.text("SERVING_IMAGE_URI"),
            code_sha256=read.converted("CODE_SHA256", "64 hexadecimal digits", _sha256, ""),
            max_package_bytes=package_bytes(read),
        )
        read.check()
        return settings


def _sha256(raw: str) -> str:
    if not SHA256.fullmatch(raw):
        raise ValueError(raw)
    return raw
