"""The detached signature of a package: a JSON document beside it, over the SHA-256 of the whole file."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any, Final

from domain.models.manifest import SHA256

ALGORITHM: Final = "ECDSA_SHA_256"
"""With a key of ECC_NIST_P256: https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html"""
MAX_DOCUMENT_BYTES: Final = 4096
_FIELDS: Final = frozenset({"key_arn", "algorithm", "digest_sha256", "signature"})


class SignatureError(ValueError):
    """A document that is no signature."""


@dataclass(frozen=True)
class Signature:
    """A signature.

    Attributes:
        key_arn: The key that made it. Said for people only: what verifies it is the key that the stack configured, or
            whoever can write the document could name a key of their own.
        digest_sha256: SHA-256 of the package, 64 hexadecimal digits.
        value: The signature itself.
    """

    key_arn: str
    digest_sha256: str
    value: bytes

    def to_json(self) -> str:
        """The document."""
        found = {
            "key_arn": self.key_arn,
            "algorithm": ALGORITHM,
            "digest_sha256": self.digest_sha256,
            "signature": base64.b64encode(self.value).decode(),
        }
        return json.dumps(found, indent=1, sort_keys=True) + "\n"


def parse_signature(text: str | bytes) -> Signature:
    """Read a document.

    Raises:
        SignatureError: It is none, or of another algorithm.
    """
    found = _document(text)
    if found["algorithm"] != ALGORITHM:
        raise SignatureError(f"its algorithm is {str(found['algorithm'])[:40]!r}; accepted: {ALGORITHM}")
    if not SHA256.fullmatch(str(found["digest_sha256"])):
        raise SignatureError("its digest_sha256 is not 64 hexadecimal digits")
    try:
        value = base64.b64decode(str(found["signature"]), validate=True)
    except ValueError as error:
        raise SignatureError(f"its signature is not base64: {error}") from error
    return Signature(str(found["key_arn"]), str(found["digest_sha256"]), value)


def _document(text: str | bytes) -> dict[str, Any]:
    if len(text) > MAX_DOCUMENT_BYTES:
        raise SignatureError(f"it has {len(text)} bytes; accepted: {MAX_DOCUMENT_BYTES} at most")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SignatureError(f"it is not JSON: {error}") from error
    if not isinstance(found, dict) or found.keys() != _FIELDS:
        raise SignatureError(f"it is not an object of {', '.join(sorted(_FIELDS))}")
    return found
