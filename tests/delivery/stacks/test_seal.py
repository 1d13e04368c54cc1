"""A sealed plan opens for what it was made for, and for nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from moto import mock_aws

from delivery.stacks.seal import Purpose, SealError, digest_of, key_of, open_sealed, seal

PURPOSE = Purpose("prod", "a" * 40, "42")
PLAN = b'{"resourcePlans": {"account": "123456789012"}}'


@pytest.fixture(scope="module")
def kms() -> Iterator[tuple[Any, str]]:
    with mock_aws():
        client = boto3.client("kms", "us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
        yield client, client.create_key()["KeyMetadata"]["Arn"]


def test_a_plan_comes_back_as_it_was_and_cannot_be_read_in_between(kms: tuple[Any, str]) -> None:
    client, key = kms
    sealed = seal(PLAN, PURPOSE, key, client)
    assert b"123456789012" not in sealed
    assert open_sealed(sealed, digest_of(sealed), PURPOSE, key, client) == PLAN


def test_the_same_plan_is_never_sealed_to_the_same_bytes(kms: tuple[Any, str]) -> None:
    assert seal(PLAN, PURPOSE, kms[1], kms[0]) != seal(PLAN, PURPOSE, kms[1], kms[0])


@pytest.mark.parametrize(
    "other", [Purpose("staging", "a" * 40, "42"), Purpose("prod", "b" * 40, "42"), Purpose("prod", "a" * 40, "43")]
)
def test_a_plan_of_another_stack_commit_or_run_stays_shut(kms: tuple[Any, str], other: Purpose) -> None:
    client, key = kms
    sealed = seal(PLAN, other, key, client)
    with pytest.raises(SealError, match="make it anew"):
        open_sealed(sealed, digest_of(sealed), PURPOSE, key, client)


def test_a_plan_that_is_not_the_one_that_was_made_stays_shut(kms: tuple[Any, str]) -> None:
    client, key = kms
    sealed = seal(PLAN, PURPOSE, key, client)
    with pytest.raises(SealError, match="digest = '00' is not that of the plan"):
        open_sealed(sealed, "00", PURPOSE, key, client)


@pytest.mark.parametrize("damaged", [b"", b"[]", b"{}", b'{"key": "eA==", "nonce": "eA==", "body": "eA=="}'])
def test_what_is_no_sealed_plan_is_refused(kms: tuple[Any, str], damaged: bytes) -> None:
    with pytest.raises(SealError, match="make it anew"):
        open_sealed(damaged, digest_of(damaged), PURPOSE, kms[1], kms[0])


def test_one_changed_byte_is_noticed(kms: tuple[Any, str]) -> None:
    client, key = kms
    parts = json.loads(seal(PLAN, PURPOSE, key, client))
    parts["body"] = ("B" if parts["body"][0] == "A" else "A") + parts["body"][1:]
    damaged = json.dumps(parts).encode()
    with pytest.raises(SealError, match="is damaged"):
        open_sealed(damaged, digest_of(damaged), PURPOSE, key, client)


@given(st.text(alphabet="abc0123-:/_", min_size=1))
def test_a_secrets_provider_of_pulumi_names_key_and_region(key: str) -> None:
    assert key_of(f"awskms:///{key}?region=eu-west-1") == (key, "eu-west-1")
    assert key_of(f"awskms:///{key}?context_a=b&region=eu-west-1") == (key, "eu-west-1")


@pytest.mark.parametrize("provider", ["", "passphrase", "awskms:///key", "awskms://?region=x", "gcpkms://a?region=b"])
def test_another_provider_is_refused_with_what_is_accepted(provider: str) -> None:
    with pytest.raises(SealError, match=r"awskms:///KEY\?region=REGION"):
        key_of(provider)
