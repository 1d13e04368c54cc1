"""Verifies signatures of packages, with the one KMS key that the stack configured."""

from collections.abc import Mapping
from typing import Any, Final

from botocore.exceptions import ClientError

from domain.models.signature import ALGORITHM

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "signing_key": ("kms:Verify",),
}

_WRONG: Final = "KMSInvalidSignatureException"
"""KMS does not answer "no": https://docs.aws.amazon.com/kms/latest/APIReference/API_Verify.html"""


class PackageVerifier:
    """Verifies with one key."""

    def __init__(self, client: Any, key_arn: str) -> None:
        """Use ``client`` (KMS) with the key ``key_arn``."""
        self._client = client
        self.key_arn = key_arn

    def verify(self, digest_sha256: str, signature: bytes) -> bool:
        """Say whether the key signed this SHA-256, given as 64 hexadecimal digits.

        A key that cannot be asked (no permission, disabled, deleted) is an error of KMS, never a yes or a no.
        """
        try:
            answer = self._client.verify(
                KeyId=self.key_arn,
                Message=bytes.fromhex(digest_sha256),
                MessageType="DIGEST",
                Signature=signature,
                SigningAlgorithm=ALGORITHM,
            )
        except ClientError as error:
            if error.response["Error"]["Code"] == _WRONG:
                return False
            raise
        return bool(answer["SignatureValid"])
