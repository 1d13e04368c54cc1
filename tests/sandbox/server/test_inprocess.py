"""Calls without a socket are the calls that the wire would have carried, and have the same answers."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError

from sandbox.inprocess import EVENT, answering
from sandbox.request import AwsResponse
from sandbox.wire import ConnectionDroppedError, LoopbackServer, RawRequest

CALLS: dict[str, Callable[[Any], Any]] = {
    "bytes": lambda s3: s3.put_object(Bucket="b", Key="a b/ü+%.png", Body=b"12", ContentType="image/png"),
    "a stream": lambda s3: s3.put_object(Bucket="b", Key="k", Body=io.BytesIO(b"12"), Metadata={"a": "b"}),
    "a query": lambda s3: s3.list_objects_v2(Bucket="b", Prefix="x y&z", MaxKeys=3),
    "nothing": lambda s3: s3.get_object(Bucket="b", Key="k"),
    "head": lambda s3: s3.head_object(Bucket="b", Key="k"),
}
PER_CALL = ("amz-sdk-invocation-id", "x-amz-date", "authorization", "connection")


class Recorder:
    """Keeps the last request; gives what the path asks for."""

    def __init__(self) -> None:
        self.last: RawRequest | None = None

    def __call__(self, raw: RawRequest) -> AwsResponse:
        self.last = raw
        if raw.path == "/b/dropped":
            raise ConnectionDroppedError
        if raw.path == "/b/absent":
            body = b"<Error><Code>NoSuchKey</Code><Message>no</Message></Error>"
            return AwsResponse(status=404, headers={"Content-Type": "application/xml"}, body=body)
        if raw.method == "HEAD":
            return AwsResponse(headers={"Content-Length": "7"})
        bodies = {"PUT": b"", "GET": b"<a/>" if raw.query_string else b"content"}
        return AwsResponse(headers={"ETag": '"e"'}, body=bodies[raw.method])


def client(url: str) -> Any:
    config = Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"})
    return boto3.client(
        "s3",
        region_name="us-east-1",
        endpoint_url=url,
        aws_access_key_id="key",
        aws_secret_access_key="secret",
        config=config,
    )


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def wired(recorder: Recorder) -> Iterator[Any]:
    server = LoopbackServer(recorder)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield client(f"http://127.0.0.1:{server.port}")
    server.shutdown()
    server.server_close()


@pytest.fixture
def direct(recorder: Recorder, wired: Any) -> Any:
    made = client(wired.meta.endpoint_url)
    made.meta.events.register(EVENT, answering(recorder))
    return made


def seen(recorder: Recorder) -> tuple[Any, ...]:
    raw = recorder.last
    assert raw is not None
    headers = {name.lower(): value for name, value in raw.headers if name.lower() not in PER_CALL}
    headers.pop("accept-encoding", None)  # http.client's own
    return raw.method, raw.target, raw.body, headers


@pytest.mark.parametrize("name", CALLS)
def test_the_front_sees_the_same_request(name: str, recorder: Recorder, wired: Any, direct: Any) -> None:
    over_the_wire = CALLS[name](wired)
    expected = seen(recorder)

    answered = CALLS[name](direct)

    assert seen(recorder) == expected
    assert answered.get("ContentLength") == over_the_wire.get("ContentLength")
    assert answered.get("ETag") == over_the_wire.get("ETag")


def test_a_body_is_read_whole_or_in_pieces(direct: Any) -> None:
    assert direct.get_object(Bucket="b", Key="k")["Body"].read() == b"content"
    assert list(direct.get_object(Bucket="b", Key="k")["Body"].iter_chunks(3)) == [b"con", b"ten", b"t"]


def test_an_error_is_the_error_of_the_service(direct: Any) -> None:
    with pytest.raises(ClientError, match="NoSuchKey"):
        direct.get_object(Bucket="b", Key="absent")


def test_a_dropped_connection_is_one_here_too(direct: Any) -> None:
    with pytest.raises(ConnectionClosedError):
        direct.get_object(Bucket="b", Key="dropped")
