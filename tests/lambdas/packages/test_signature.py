"""Signed packages: of the configured key, over these bytes, for this version; anything else is not opened."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from domain.models.signature import Signature, SignatureError, parse_signature
from lambdas.clients.package_signer import PackageSigner
from lambdas.clients.package_verifier import PackageVerifier
from lambdas.packages.build import build_package
from lambdas.packages.open import PackageRefused
from lambdas.packages.signature import check_signature, load_package
from tests.lambdas.packages.package_parts import parts

PACKAGE = build_package(parts())
VERSION = parts().version


@pytest.fixture
def kms(aws: None) -> Any:
    return boto3.client("kms")


def key(kms: Any) -> str:
    return str(kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["Arn"])


def signed(kms: Any, arn: str, data: bytes = PACKAGE) -> bytes:
    return PackageSigner(kms, arn).sign(hashlib.sha256(data).hexdigest()).to_json().encode()


def refused(document: bytes | None, verifier: PackageVerifier, data: bytes = PACKAGE) -> str:
    with pytest.raises(PackageRefused) as caught:
        load_package(data, model="digits", version=VERSION, signature=document, verifier=verifier)
    return str(caught.value)


def test_a_package_that_the_configured_key_signed_is_loaded(kms: Any) -> None:
    arn = key(kms)
    package = load_package(
        PACKAGE, model="digits", version=VERSION, signature=signed(kms, arn), verifier=PackageVerifier(kms, arn)
    )
    assert package.manifest.version == VERSION


def test_a_key_that_the_document_names_is_not_asked(kms: Any) -> None:
    own, other = key(kms), key(kms)
    document = json.loads(signed(kms, other))
    assert "not of the key that this stack verifies with" in refused(
        json.dumps(document).encode(), PackageVerifier(kms, own)
    )
    lying = json.dumps({**document, "key_arn": own}).encode()
    assert "not of the key" in refused(lying, PackageVerifier(kms, own))


def test_no_signature_a_foreign_one_and_a_broken_one(kms: Any) -> None:
    arn = key(kms)
    verifier = PackageVerifier(kms, arn)
    assert "it is not signed" in refused(None, verifier)
    assert "it is not signed" in refused(b"", verifier)
    assert "not those that were signed" in refused(signed(kms, arn, b"other"), verifier)
    assert "cannot be read: it is not JSON" in refused(b"{", verifier)
    found = json.loads(signed(kms, arn))
    changed = bytearray(base64.b64decode(found["signature"]))
    changed[-1] ^= 1
    broken = {**found, "signature": base64.b64encode(changed).decode()}
    assert "not of the key" in refused(json.dumps(broken).encode(), verifier)


def test_a_changed_package_is_refused_before_it_is_unpacked(kms: Any) -> None:
    arn = key(kms)
    assert "not those that were signed" in refused(signed(kms, arn), PackageVerifier(kms, arn), PACKAGE + b"x")


def test_a_key_that_cannot_be_asked_is_no_yes(kms: Any) -> None:
    arn = key(kms)
    gone = arn[:-36] + "00000000-0000-0000-0000-000000000000"
    with pytest.raises(ClientError, match="NotFound"):
        check_signature(PACKAGE, signed(kms, arn), PackageVerifier(kms, gone), name="p")


def test_a_signed_package_under_another_key_is_not_that_version(kms: Any) -> None:
    arn = key(kms)
    with pytest.raises(PackageRefused, match="it is digits 0123456789abcdef, under the key of digits v2"):
        load_package(
            PACKAGE, model="digits", version="v2", signature=signed(kms, arn), verifier=PackageVerifier(kms, arn)
        )


def test_without_a_configured_key_nothing_is_asked() -> None:
    assert load_package(PACKAGE, model="digits", version=VERSION).manifest.model == "digits"


@given(st.text(max_size=50), st.binary(min_size=32, max_size=32), st.binary(max_size=80))
def test_a_document_is_read_as_it_was_written(arn: str, digest: bytes, value: bytes) -> None:
    signature = Signature(arn, digest.hex(), value)
    assert parse_signature(signature.to_json()) == signature


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("[]", "not an object of algorithm, digest_sha256, key_arn, signature"),
        (json.dumps({"key_arn": "k", "algorithm": "NONE", "digest_sha256": "a" * 64, "signature": ""}), "'NONE'"),
        (json.dumps({"key_arn": "k", "algorithm": "ECDSA_SHA_256", "digest_sha256": "a", "signature": ""}), "64 hex"),
        (
            json.dumps({"key_arn": "k", "algorithm": "ECDSA_SHA_256", "digest_sha256": "a" * 64, "signature": "é"}),
            "base64",
        ),
        ("x" * 5000, "5000 bytes"),
    ],
    ids=["list", "algorithm", "digest", "base64", "long"],
)
def test_what_is_no_document(document: str, said: str) -> None:
    with pytest.raises(SignatureError, match=said):
        parse_signature(document)
