"""Environment that every function with a model cache reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.models.names import checked_model
from lambdas.environment import EnvironmentReader

VARIABLES: Final = (
    "PLATFORM_ENVIRONMENT",
    "MODEL_BUCKET",
    "CACHE_MB",
    "REVALIDATE_SECONDS",
    "SIGNING_KEY_ARN",
)
MAX_CACHE_MB: Final = 10_240
"""No function has more memory: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html"""
MAX_REVALIDATE_SECONDS: Final = 3600
LARGEST_PACKAGE_MB: Final = 2048
"""A function of 10,240 MB holds a package, what it unpacks to and the model in it."""


@dataclass(frozen=True, kw_only=True)
class ModelSettings:
    """Where models lie and how they are kept.

    Attributes:
        environment: Dimension `Environment` of the metrics.
        bucket: Holds the packages.
        cache_bytes: Bound of the cache.
        revalidate_s: Longest age of what was read from S3 without asking again, in seconds.
        signing_key_arn: KMS key that signed every package; empty when packages are not signed.
    """

    environment: str
    bucket: str
    cache_bytes: int
    revalidate_s: float
    signing_key_arn: str


def read_model_settings(read: EnvironmentReader, environ: Mapping[str, str]) -> ModelSettings:
    """Read the shared variables; problems are collected by `read`."""
    return ModelSettings(
        environment=read.text("PLATFORM_ENVIRONMENT"),
        bucket=read.text("MODEL_BUCKET"),
        cache_bytes=read.whole_number("CACHE_MB", 1, MAX_CACHE_MB) * 1024 * 1024,
        revalidate_s=read.number("REVALIDATE_SECONDS", 0, MAX_REVALIDATE_SECONDS),
        signing_key_arn=may_be_empty(read, environ, "SIGNING_KEY_ARN", "an ARN; empty when packages are not signed"),
    )


def package_bytes(read: EnvironmentReader) -> int:
    """Most bytes that a package, or what a training job left, may unpack to: `MAX_PACKAGE_MB`."""
    return read.whole_number("MAX_PACKAGE_MB", 1, LARGEST_PACKAGE_MB) * 1024 * 1024


def may_be_empty(read: EnvironmentReader, environ: Mapping[str, str], name: str, accepted: str) -> str:
    """Return a variable that must be there and may be empty: "not asked for" is said, never guessed from silence."""
    if name not in environ:
        read.problem(f"{name} is missing ({accepted})")
    return environ.get(name, "")


def switch(raw: str) -> bool:
    """Accept `true` or `false`."""
    if raw not in ("true", "false"):
        raise ValueError(raw)
    return raw == "true"


def model_name(raw: str) -> str:
    """Accept the name of a model."""
    return checked_model(raw)


def key_prefix(raw: str) -> str:
    """Accept a prefix of keys: it ends with a slash and does not begin with one."""
    if not raw.endswith("/") or raw.startswith("/") or ".." in raw or "//" in raw:
        raise ValueError(raw)
    return raw
