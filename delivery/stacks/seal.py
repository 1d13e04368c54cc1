"""A plan, encrypted so that whoever can read a run's artifacts cannot read it, and bound to what it was made for.

The engine encrypts in a plan what the program calls secret. The rest (account numbers, ARNs, addresses) is plain text,
and a public repository's artifacts are everybody's. So the file is sealed under a data key of the stack's own KMS key:
AES-256-GCM, with stack, commit and run as the encryption context. A plan of another commit or run cannot be opened.
Source: https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_PROVIDER = re.compile(r"awskms:///(?P<key>[^?]+)\?(?:[^#]*&)?region=(?P<region>[a-z0-9-]+)(?:&.*)?")
_NONCE_BYTES = 12
REQUIRED_ACTIONS = ("kms:GenerateDataKey", "kms:Decrypt")


class SealError(Exception):
    """A plan cannot be sealed or opened; the message says why and what is accepted."""


class Kms(Protocol):
    """What is needed of boto3's KMS client."""

    def generate_data_key(self, **given: Any) -> Mapping[str, Any]:
        """A new key, in plain and encrypted."""

    def decrypt(self, **given: Any) -> Mapping[str, Any]:
        """An encrypted key, in plain."""


@dataclass(frozen=True)
class Purpose:
    """What a plan was made for.

    Attributes:
        stack: The stack that it changes.
        commit: The commit of the program.
        run: The run of the workflow that made it; "local" for a plan made by hand.
    """

    stack: str
    commit: str
    run: str

    def context(self) -> dict[str, str]:
        """The encryption context, which KMS and CloudTrail see in plain."""
        return {"stack": self.stack, "commit": self.commit, "run": self.run}


def key_of(secrets_provider: str) -> tuple[str, str]:
    """The KMS key and its Region, from a secrets provider as Pulumi writes it.

    Raises:
        SealError: It is not a KMS key.
    """
    found = _PROVIDER.fullmatch(secrets_provider)
    if found is None:
        raise SealError(
            f"PULUMI_SECRETS_PROVIDER = {secrets_provider!r} is not accepted: awskms:///KEY?region=REGION, "
            "the stack's key (output stateKeyArn of the delivery theme)"
        )
    return found["key"], found["region"]


def seal(plan: bytes, purpose: Purpose, key: str, kms: Kms) -> bytes:
    """Encrypt a plan under a new data key."""
    context = purpose.context()
    made = kms.generate_data_key(KeyId=key, KeySpec="AES_256", EncryptionContext=context)
    nonce = os.urandom(_NONCE_BYTES)
    body = AESGCM(made["Plaintext"]).encrypt(nonce, plan, _bound(context))
    parts = {"key": made["CiphertextBlob"], "nonce": nonce, "body": body}
    return json.dumps({name: base64.b64encode(value).decode() for name, value in parts.items()}).encode()


def digest_of(sealed: bytes) -> str:
    """SHA-256 of a sealed plan in hexadecimal; the job that makes it tells the job that uses it."""
    return hashlib.sha256(sealed).hexdigest()


def open_sealed(sealed: bytes, digest: str, purpose: Purpose, key: str, kms: Kms) -> bytes:
    """The plan, if it is the one that was made for this.

    Raises:
        SealError: The digest is another, the file is damaged, or it was sealed for something else.
    """
    if digest_of(sealed) != digest:
        raise SealError(
            f"digest = {digest!r} is not that of the plan, which is {digest_of(sealed)}: make the plan anew"
        )
    context = purpose.context()
    try:
        parts = {name: base64.b64decode(value) for name, value in json.loads(sealed).items()}
        made = kms.decrypt(KeyId=key, CiphertextBlob=parts["key"], EncryptionContext=context)
        return AESGCM(made["Plaintext"]).decrypt(parts["nonce"], parts["body"], _bound(context))
    except (InvalidTag, ValueError, KeyError, AttributeError, TypeError) as error:
        raise SealError(f"the plan is damaged, or was not sealed for {context}: make it anew") from error
    except Exception as error:
        if type(error).__name__ in ("InvalidCiphertextException", "IncorrectKeyException"):
            raise SealError(f"KMS opens no plan for {context} with {key}: make it anew") from error
        raise


def _bound(context: Mapping[str, str]) -> bytes:
    return json.dumps(context, sort_keys=True).encode()
