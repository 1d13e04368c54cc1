"""Signs the digests of packages with an asymmetric KMS key; the private half never leaves KMS."""

from collections.abc import Mapping
from typing import Any, Final

from domain.models.signature import ALGORITHM, Signature

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "signing_key": ("kms:Sign",),
}


class PackageSigner:
    """Signs with one key."""

    def __init__(self, client: Any, key_arn: str) -> None:
        """Use ``client`` (KMS) with the key ``key_arn``."""
        self._client = client
        self._key_arn = key_arn

    def sign(self, digest_sha256: str) -> Signature:
        """Sign the SHA-256 of a package, given as 64 hexadecimal digits."""
        answer = self._client.sign(
            KeyId=self._key_arn,
            Message=bytes.fromhex(digest_sha256),
            MessageType="DIGEST",
            SigningAlgorithm=ALGORITHM,
        )
        return Signature(self._key_arn, digest_sha256, answer["Signature"])
