"""Names of things that must be unique across Regions and stacks."""

import hashlib
import re
from typing import Final

from domain.checks import text

MAX_NAME_LENGTH: Final = 63
"""S3 buckets and SageMaker names share it.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html"""
_DIGEST_LENGTH: Final = 10
_NOT_ALLOWED: Final = re.compile(r"[^a-z0-9]+")


def regional_name(project: str, environment: str, region: str, resource: str) -> str:
    """Build a name of lower-case letters, digits and hyphens, at most 63 characters.

    The readable part alone could be the same for different arguments (``a-b`` + ``c`` and ``a`` + ``b-c``, ``A`` and
    ``a``, or after shortening), so 40 bits of a digest over all four arguments always end the name.

    Raises:
        ValueError: A part is not a non-empty string.
    """
    parts = {"project": project, "environment": environment, "region": region, "resource": resource}
    digest = hashlib.sha256()
    for argument, part in parts.items():
        data = text(argument, part).encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    suffix = digest.hexdigest()[:_DIGEST_LENGTH]
    readable = _NOT_ALLOWED.sub("-", "-".join(parts.values()).lower()).strip("-")
    readable = readable[: MAX_NAME_LENGTH - _DIGEST_LENGTH - 1].rstrip("-")
    return f"{readable}-{suffix}" if readable else suffix
