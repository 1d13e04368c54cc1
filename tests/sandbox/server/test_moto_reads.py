"""The short way to an object gives the answer of moto's long way, and stays out of everything special."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest
from moto.s3.models import s3_backends

from sandbox.moto_app import MotoApp
from sandbox.moto_reads import plain_object
from sandbox.operations import OperationIndex
from sandbox.parsing import parse
from sandbox.request import ACCOUNT_ID, AwsRequest, AwsResponse
from sandbox.wire import RawRequest

SCOPE = "AWS4-HMAC-SHA256 Credential=k/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"
PER_CALL = {"x-amz-request-id", "x-amzn-requestid", "x-amz-id-2", "access-control-allow-origin", "content-length"}


@pytest.fixture(scope="module")
def app() -> MotoApp:
    return MotoApp()


@pytest.fixture(scope="module")
def index() -> OperationIndex:
    return OperationIndex()


@pytest.fixture
def bucket(app: MotoApp) -> str:
    name = f"reads-{uuid4().hex[:8]}"
    s3: Any = s3_backends[ACCOUNT_ID]["aws"]
    s3.create_bucket(name, "us-east-1")
    return name


class Caller:
    """Makes requests and asks both ways."""

    def __init__(self, app: MotoApp, index: OperationIndex, bucket: str) -> None:
        self.app, self.index, self.bucket = app, index, bucket

    def request(
        self, method: str, target: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[RawRequest, AwsRequest]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        every = {"Host": "127.0.0.1", "Authorization": SCOPE, "Content-Length": str(len(body)), **named}
        raw = RawRequest(method, f"/{self.bucket}/{target}", tuple(every.items()), body)
        return raw, parse(raw, self.index)

    def put(self, target: str, body: bytes, **headers: str) -> None:
        assert self.app(*self.request("PUT", target, body, headers)).status == 200

    def quick(self, target: str, **headers: str) -> AwsResponse | None:
        return plain_object(self.request("GET", target, b"", headers)[1])

    def long(self, target: str, monkeypatch: pytest.MonkeyPatch, **headers: str) -> AwsResponse:
        with monkeypatch.context() as patch:
            patch.setattr("sandbox.moto_app.plain_object", lambda _request: None)
            return self.app(*self.request("GET", target, b"", headers))


@pytest.fixture
def caller(app: MotoApp, index: OperationIndex, bucket: str) -> Caller:
    return Caller(app, index, bucket)


def comparable(answer: AwsResponse) -> dict[str, str]:
    return {name.lower(): str(value) for name, value in answer.headers.items() if name.lower() not in PER_CALL}


STORED: dict[str, dict[str, str]] = {
    "plain": {},
    "typed": {"Content_Type": "image/png"},
    "with metadata": {"Content_Type": "text/plain", "x_amz_meta_colour": "blue", "Cache_Control": "no-store"},
    "encrypted": {"x_amz_server_side_encryption": "aws:kms", "x_amz_server_side_encryption_aws_kms_key_id": "k"},
    "with a checksum": {"x_amz_sdk_checksum_algorithm": "CRC32", "x_amz_checksum_crc32": "AAAAAA=="},
    "tagged": {"x_amz_tagging": "a=b&c=d"},
    "in another storage class": {"x_amz_storage_class": "STANDARD_IA"},
}


@pytest.mark.parametrize("stored", STORED)
@pytest.mark.parametrize("versioned", [False, True])
def test_both_ways_answer_the_same(
    stored: str, versioned: bool, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    if versioned:
        backend: Any = s3_backends[ACCOUNT_ID]["aws"]
        backend.put_bucket_versioning(caller.bucket, "Enabled")
    caller.put("a%20b/%C3%BC.png", b"first")
    caller.put("a%20b/%C3%BC.png", b"content", **STORED[stored])

    for asked in ({}, {"x_amz_checksum_mode": "ENABLED"}):
        quick = caller.quick("a%20b/%C3%BC.png?x-id=GetObject", **asked)
        long = caller.long("a%20b/%C3%BC.png?x-id=GetObject", monkeypatch, **asked)

        assert quick is not None
        assert (quick.status, quick.body) == (long.status, long.body) == (200, b"content")
        assert comparable(quick) == comparable(long)


SPECIAL: dict[str, tuple[str, dict[str, str]]] = {
    "a range": ("k", {"Range": "bytes=0-1"}),
    "a condition": ("k", {"If_None_Match": '"e"'}),
    "a browser": ("k", {"Origin": "https://example.org"}),
    "a version": ("k?versionId=null", {}),
    "its tags": ("k?tagging", {}),
    "an override": ("k?response-content-type=text/plain", {}),
    "nothing there": ("absent", {}),
    "an archived object": ("archived", {}),
}


@pytest.mark.parametrize("special", SPECIAL)
def test_anything_special_is_left_to_moto(special: str, caller: Caller) -> None:
    caller.put("k", b"content")
    caller.put("archived", b"content", x_amz_storage_class="GLACIER")
    target, headers = SPECIAL[special]

    assert caller.quick(target, **headers) is None


def test_another_operation_is_left_to_moto(caller: Caller) -> None:
    caller.put("k", b"content")

    assert plain_object(caller.request("HEAD", "k", b"", {})[1]) is None


def test_a_bucket_that_logs_its_access_logs_both_ways(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    caller.put("k", b"content")
    backend: Any = s3_backends[ACCOUNT_ID]["aws"]
    bucket = backend.get_bucket(caller.bucket)
    bucket.logging = {"TargetBucket": caller.bucket, "TargetPrefix": "log/"}

    caller.long("k", monkeypatch, User_Agent="test")
    assert caller.quick("k", User_Agent="test") is not None

    first, second = [key.value.decode() for name, key in bucket.keys.items() if name.startswith("log/")]
    for line in (first, second):
        assert "REST.GET.BUCKET" in line
        assert f"GET /{caller.bucket}/k HTTP/1.1" in line
        assert " test prompt/off" in line
