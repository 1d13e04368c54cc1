"""AWS in this process (moto) with real boto3 clients, and an endpoint that speaks InvokeEndpoint over real HTTP."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import boto3
import pytest
from botocore.config import Config
from moto import mock_aws

from domain.routing import InferencePath
from lambdas import sdk
from lambdas.clients.input_listing import InputListing
from lambdas.clients.input_objects import InputObjects
from lambdas.clients.run_store import RunStore
from lambdas.discover.discovery import Discovery
from lambdas.discover.request import DiscoverRequest
from lambdas.discover.settings import Settings as DiscoverSettings
from lambdas.runs import read_manifest

ACCESS_POINT, BUCKET, TABLE = "inputs-ext-s3alias", "runs", "tasks"
PREDICTION = {"label": 7, "scores": [0.1, 0.9]}
PNG = b"\x89PNG digits"


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Gives the test an empty account."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    sdk.forget_clients()
    with mock_aws():
        yield
    sdk.forget_clients()


@pytest.fixture
def s3(aws: None) -> Any:
    client = boto3.client("s3")
    client.create_bucket(Bucket=ACCESS_POINT)
    client.create_bucket(Bucket=BUCKET)
    return client


@pytest.fixture
def store(s3: Any) -> RunStore:
    return RunStore(s3, BUCKET)


@pytest.fixture
def table(aws: None) -> Any:
    client = boto3.client("dynamodb")
    client.create_table(
        TableName=TABLE,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("task_id", "execution_id")],
        KeySchema=[
            {"AttributeName": "task_id", "KeyType": "HASH"},
            {"AttributeName": "execution_id", "KeyType": "RANGE"},
        ],
    )
    return client


@pytest.fixture
def put_inputs(s3: Any) -> Callable[..., None]:
    """Stores files behind the access point."""

    def put(**files: bytes) -> None:
        for name, body in files.items():
            s3.put_object(Bucket=ACCESS_POINT, Key=f"digits/{name.replace('_', '.')}", Body=body)

    return put


@pytest.fixture
def discover_settings() -> DiscoverSettings:
    return DiscoverSettings(
        environment="test",
        access_point=ACCESS_POINT,
        run_bucket=BUCKET,
        inference_type="serverless",
        batch_threshold=100,
        deployed=frozenset(InferencePath),
        part_size=2,
        model_version="1",
        content_types={".png": "image/png", ".jpg": "image/jpeg"},
        batch_max_bytes=6 * 1024 * 1024,
    )


@pytest.fixture
def discover(s3: Any, store: RunStore, discover_settings: DiscoverSettings) -> Callable[..., Any]:
    """Runs a discovery with real clients; every call is a new listing."""
    made: list[str] = []

    def run(kind: str = "serverless", prefix: str = "digits/", settings: DiscoverSettings | None = None) -> Any:
        made.append(f"listing{len(made)}")
        chosen = settings or discover_settings
        discovery = Discovery(InputListing(s3, ACCESS_POINT), store, chosen, made[-1], "2026-01-01T00:00:00+00:00")
        return discovery(DiscoverRequest(prefix, kind, chosen.batch_threshold))

    return run


@pytest.fixture
def manifest_of(store: RunStore) -> Callable[[Any], Any]:
    return lambda state: read_manifest(store, state["run_id"])


@pytest.fixture
def inputs(s3: Any) -> InputObjects:
    return InputObjects(s3, ACCESS_POINT)


@pytest.fixture
def read_lines(s3: Any) -> Callable[[str], list[dict[str, Any]]]:
    """Reads JSON lines from the artifact bucket."""

    def read(key: str) -> list[dict[str, Any]]:
        data = s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()
        return [json.loads(line) for line in data.splitlines()]

    return read


@dataclass
class FakeTime:
    """A clock that only moves when somebody sleeps."""

    now: float = 0.0
    pauses: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


@pytest.fixture
def fake_time() -> FakeTime:
    return FakeTime()


@dataclass
class Reply:
    """What the endpoint answers once: an AWS error when ``code`` is set; ``hang`` keeps the caller waiting."""

    status: int = 200
    code: str = ""
    body: dict[str, Any] = field(default_factory=lambda: dict(PREDICTION))
    hang: bool = False


class Endpoint:
    """Speaks InvokeEndpoint over HTTP: plays its replies in order, then answers with a prediction for ever."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self.requests: list[tuple[str, dict[str, str], bytes]] = []
        self.released = threading.Event()
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                endpoint.requests.append((self.path, dict(self.headers), body))
                reply = endpoint.replies.pop(0) if endpoint.replies else Reply()
                if reply.hang:
                    endpoint.released.wait(10)
                    return
                data = json.dumps(reply.body).encode()
                self.send_response(reply.status)
                if reply.code:
                    self.send_header("x-amzn-ErrorType", reply.code)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def client(self, timeout_s: float) -> Any:
        config = Config(read_timeout=timeout_s, connect_timeout=timeout_s, retries={"total_max_attempts": 1})
        return boto3.client(
            "sagemaker-runtime",
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id="a",
            aws_secret_access_key="b",
            config=config,
        )

    def close(self) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    found = Endpoint()
    yield found
    found.close()


@pytest.fixture
def reply() -> type[Reply]:
    return Reply


@pytest.fixture
def wait_until() -> Callable[[Callable[[], bool]], None]:
    """Polls with a deadline."""

    def wait(done: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 5
        while not done():
            assert time.monotonic() < deadline
            threading.Event().wait(0.005)

    return wait
