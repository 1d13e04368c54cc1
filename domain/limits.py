"""What a path can take, checked before the call: size and content type of one file. Served, handed to batch or refused.

Sources of the limits:

- serverless, 4 MB: https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-invoke.html
- endpoints, 6,291,456 B: botocore's service model of ``InvokeEndpoint`` (``Body``, max), and
  https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
- batch, ``MaxPayloadInMB`` up to 100, and times ``MaxConcurrentTransforms`` also up to 100:
  https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html

SageMaker's "MB" is 2^20 bytes: the limit that its pages call 6 MB is 6,291,456 in its own service model. So 4 MB is
taken as 4,194,304 bytes. Should an endpoint refuse a size that this module admits (HTTP 413),
``domain.batches.outcomes`` hands the file to batch.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from domain.batches.records import FallbackReason, FileErrorCode
from domain.checks import refuse, whole_number
from domain.routing import InferencePath

BYTES_PER_MB: Final = 1024 * 1024
BATCH_TOTAL_PAYLOAD_MB: Final = 100
INVOCATION_TIMEOUT_S: Final = 60
"""A container must answer within it, on every endpoint (see API_runtime_InvokeEndpoint above)."""

ENDPOINT_PAYLOAD_BYTES: Final[Mapping[InferencePath, int]] = MappingProxyType(
    {
        InferencePath.SERVERLESS_INFERENCE: 4 * BYTES_PER_MB,
        InferencePath.REALTIME_ENDPOINT: 6_291_456,
        InferencePath.INFERENCE_COMPONENTS: 6_291_456,
    }
)


class Verdict(StrEnum):
    """What happens to a file before any call is made."""

    SERVE = "serve"
    DEFER = "defer"
    REFUSE = "refuse"


@dataclass(frozen=True)
class Admission:
    """The verdict on one file: ``code`` is a FallbackReason when deferred, a FileErrorCode when refused, else empty."""

    verdict: Verdict
    code: str = ""
    message: str = ""


def batch_payload_bytes(max_payload_mb: int, max_concurrent_transforms: int = 1) -> int:
    """Return the largest record of a transform job in bytes.

    Raises:
        ValueError: ``max_payload_mb`` is not 1 to 100, or its product with the concurrency exceeds 100 MB.
    """
    whole_number("max_payload_mb", max_payload_mb, 1, BATCH_TOTAL_PAYLOAD_MB)
    whole_number("max_concurrent_transforms", max_concurrent_transforms, 1)
    if max_payload_mb * max_concurrent_transforms > BATCH_TOTAL_PAYLOAD_MB:
        accepted = f"max_payload_mb x max_concurrent_transforms of at most {BATCH_TOTAL_PAYLOAD_MB} MB"
        refuse("max_concurrent_transforms", max_concurrent_transforms, accepted)
    return max_payload_mb * BYTES_PER_MB


def payload_limit_bytes(path: InferencePath, batch_max_bytes: int) -> int:
    """Return the largest file in bytes that ``path`` takes; batch takes what its job is configured for."""
    return ENDPOINT_PAYLOAD_BYTES.get(path, batch_max_bytes)


def largest_payload_bytes(deployed: Collection[InferencePath], batch_max_bytes: int) -> int:
    """Return the largest file in bytes that any of the deployed paths takes."""
    return max(payload_limit_bytes(path, batch_max_bytes) for path in {*deployed, InferencePath.BATCH_TRANSFORM})


def content_type_of(key: str, content_types: Mapping[str, str]) -> str | None:
    """Return the content type of a key by its extension (case does not matter), or ``None`` when it has none here."""
    _, dot, extension = key.rpartition("/")[2].rpartition(".")
    return content_types.get(dot + extension.lower())


def refusal(key: str, size: int, content_type: str | None, limit_bytes: int, accepted: Collection[str]) -> Admission:
    """Refuse a file that no path can serve: empty, of no accepted type, or larger than ``limit_bytes``.

    Args:
        key: The object's key, for the message.
        size: Its size in bytes.
        content_type: What :func:`content_type_of` said.
        limit_bytes: Largest payload in bytes.
        accepted: The accepted extensions, for the message.
    """
    if size == 0:
        return Admission(Verdict.REFUSE, FileErrorCode.EMPTY_FILE, f"{key} has 0 bytes; a file needs at least 1")
    if content_type is None:
        message = f"{key} has no accepted extension; accepted: {', '.join(sorted(accepted))}"
        return Admission(Verdict.REFUSE, FileErrorCode.UNSUPPORTED_CONTENT_TYPE, message)
    if size > limit_bytes:
        message = f"{key} has {size:,} bytes; at most {limit_bytes:,} bytes are accepted"
        return Admission(Verdict.REFUSE, FileErrorCode.PAYLOAD_TOO_LARGE, message)
    return Admission(Verdict.SERVE)


def admit(path: InferencePath, key: str, size: int, batch_max_bytes: int) -> Admission:
    """Decide whether ``path`` takes a file of ``size`` bytes, batch takes it instead, or nothing does."""
    limit = payload_limit_bytes(path, batch_max_bytes)
    if size <= limit:
        return Admission(Verdict.SERVE)
    if size <= batch_max_bytes:
        message = f"{key} has {size:,} bytes; {path} takes at most {limit:,}"
        return Admission(Verdict.DEFER, FallbackReason.PAYLOAD_OVER_LIMIT, message)
    message = f"{key} has {size:,} bytes; {path} takes at most {limit:,} and batch at most {batch_max_bytes:,}"
    return Admission(Verdict.REFUSE, FileErrorCode.PAYLOAD_TOO_LARGE, message)
