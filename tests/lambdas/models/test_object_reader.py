"""The reader signs as botocore does, answers as boto3 does, and leaves to boto3 what is out of the ordinary."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote

import pytest
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from lambdas.models.object_reader import ObjectReader
from lambdas.models.signed_get import Keys, signed_headers

TEXT = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20)
NOW = datetime(2026, 11, 26, 10, 0, 0, tzinfo=UTC)


@given(
    key=st.text(min_size=1, max_size=30),
    region=st.sampled_from(["us-east-1", "eu-central-1"]),
    secret=TEXT,
    token=st.none() | TEXT,
    etag=st.none() | TEXT,
)
def test_the_signature_is_botocores(key: str, region: str, secret: str, token: str | None, etag: str | None) -> None:
    path = "/" + quote(key.encode("utf-8", "replace"), safe="/-_.~")
    host = f"bucket.s3.{region}.amazonaws.com"
    headers = {} if etag is None else {"if-none-match": etag}
    found = signed_headers(host, path, headers, region, Keys("AKID", secret, token), NOW)
    request = AWSRequest(method="GET", url=f"https://{host}{path}", headers=dict(headers))
    request.context["timestamp"] = NOW.strftime("%Y%m%dT%H%M%SZ")
    request.context["payload_signing_enabled"] = True
    signer = S3SigV4Auth(Credentials("AKID", secret, token), "s3", region)
    request.headers["X-Amz-Date"] = request.context["timestamp"]
    request.headers["X-Amz-Content-SHA256"] = found["x-amz-content-sha256"]
    if token is not None:
        request.headers["X-Amz-Security-Token"] = token
    expected = signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request)
    assert found["authorization"].endswith(f"Signature={expected}")


class Storage:
    """Answers GETs with what it was given, in order, and keeps what it was asked."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, dict[str, str], bytes] | None] = []
        self.asked: list[tuple[str, dict[str, str]]] = []
        storage = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                storage.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                answer = storage.answers.pop(0)
                if answer is None:
                    return
                status, headers, body = answer
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def storage() -> Iterator[Storage]:
    found = Storage()
    yield found
    found.close()


@pytest.fixture
def reader(storage: Storage) -> Callable[..., ObjectReader]:
    def make(whole: Any = None, **environ: str) -> ObjectReader:
        given = {
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "a",
            "AWS_SECRET_ACCESS_KEY": "b",
            "AWS_SESSION_TOKEN": "t",
            "AWS_ENDPOINT_URL": storage.url,
            **environ,
        }
        return ObjectReader(given, lambda: whole, timeout_s=5, attempts=3, sleep=lambda _: None)

    return make


def ok(body: bytes = b"data") -> tuple[int, dict[str, str], bytes]:
    return 200, {"ETag": '"e"', "Content-Length": str(len(body))}, body


def status(code: int) -> tuple[int, dict[str, str], bytes]:
    return code, {"Content-Length": "0"}, b""


def test_an_object_is_read_with_a_signed_request(storage: Storage, reader: Callable[..., ObjectReader]) -> None:
    storage.answers = [ok()]
    found = reader().get_object(Bucket="bucket", Key="models/a b+ü/1", IfNoneMatch='"old"')
    assert (found["Body"].read(), found["ETag"]) == (b"data", '"e"')
    path, headers = storage.asked[0]
    assert path == "/bucket/models/a%20b%2B%C3%BC/1"
    assert headers["if-none-match"] == '"old"'
    assert headers["x-amz-security-token"] == "t"


@pytest.mark.parametrize(("code", "name"), [(304, "304"), (404, "NoSuchKey"), (403, "AccessDenied"), (400, "400")])
def test_an_answer_is_final_and_boto3s_error(
    storage: Storage, reader: Callable[..., ObjectReader], code: int, name: str
) -> None:
    storage.answers = [status(code)]
    with pytest.raises(ClientError) as caught:
        reader().get_object(Bucket="bucket", Key="k")
    assert caught.value.response["Error"]["Code"] == name
    assert len(storage.asked) == 1


@pytest.mark.parametrize("fault", [status(503), status(500), status(429), None, (200, {"Content-Length": "9"}, b"cut")])
def test_a_passing_fault_is_tried_again(storage: Storage, reader: Callable[..., ObjectReader], fault: Any) -> None:
    storage.answers = [fault, fault, ok()]
    assert reader().get_object(Bucket="bucket", Key="k")["Body"].read() == b"data"
    storage.answers = [fault] * 3
    with pytest.raises((ClientError, OSError, Exception)):
        reader().get_object(Bucket="bucket", Key="k")
    assert len(storage.asked) == 6


class Whole:
    def get_object(self, **asked: Any) -> dict[str, Any]:
        return {"whole": asked}

    def list_objects_v2(self, **asked: Any) -> dict[str, Any]:
        return {"listed": asked}


@pytest.mark.parametrize(
    "environ",
    [
        {"AWS_USE_FIPS_ENDPOINT": "true"},
        {"AWS_USE_DUALSTACK_ENDPOINT": "true"},
        {"AWS_REGION": "cn-north-1"},
        {"AWS_REGION": "", "AWS_DEFAULT_REGION": ""},
        {"AWS_ACCESS_KEY_ID": ""},
    ],
)
def test_what_is_out_of_the_ordinary_is_asked_of_boto3(
    reader: Callable[..., ObjectReader], environ: dict[str, str]
) -> None:
    found = reader(Whole(), **environ).get_object(Bucket="bucket", Key="k", IfNoneMatch="e")
    assert found == {"whole": {"Bucket": "bucket", "Key": "k", "IfNoneMatch": "e"}}


def test_every_other_call_is_boto3s(reader: Callable[..., ObjectReader]) -> None:
    assert reader(Whole()).list_objects_v2(Bucket="b") == {"listed": {"Bucket": "b"}}


@pytest.mark.parametrize(
    ("bucket", "url"),
    [("runs", "https://runs.s3.eu-west-1.amazonaws.com/k"), ("a.b", "https://s3.eu-west-1.amazonaws.com/a.b/k")],
)
def test_on_aws_the_bucket_is_the_host(bucket: str, url: str) -> None:
    environ = {"AWS_REGION": "eu-west-1"}
    assert ObjectReader(environ, lambda: None, timeout_s=1, attempts=1)._url(bucket, "k") == url
