"""The HTTP side: keep-alive, chunked uploads, `Expect`, HEAD, dropped connections, and the forms of errors."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Iterator

import pytest

from sandbox.errors import AwsError, error_response
from sandbox.request import AwsRequest, AwsResponse
from sandbox.wire import ConnectionDroppedError, LoopbackServer, RawRequest


def echo(raw: RawRequest) -> AwsResponse:
    if raw.path == "/drop":
        raise ConnectionDroppedError
    if raw.path == "/big":
        return AwsResponse(headers={"Content-Length": "12345"}, body=b"")
    return AwsResponse.of_json({"target": raw.target, "body": raw.body.decode()})


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    found = LoopbackServer(echo)
    threading.Thread(target=found.serve_forever, args=(0.02,), daemon=True).start()
    yield found
    found.shutdown()
    found.server_close()


def test_one_connection_serves_many_requests(server: LoopbackServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    sockets = set()
    for number in range(3):
        connection.request("GET", f"/a%2Fb?n={number}")
        assert json.loads(connection.getresponse().read())["target"] == f"/a%2Fb?n={number}"
        sockets.add(connection.sock)
    connection.close()

    assert len(sockets) == 1


def test_a_chunked_body_arrives_whole(server: LoopbackServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request(
        "PUT", "/x", iter([b"one", b"two"]), encode_chunked=True, headers={"Transfer-Encoding": "chunked"}
    )
    assert json.loads(connection.getresponse().read())["body"] == "onetwo"
    connection.close()


def test_expect_is_answered_before_the_body_is_sent(server: LoopbackServer) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as raw:
        raw.sendall(b"PUT /x HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        assert raw.recv(100).startswith(b"HTTP/1.1 100")
        raw.sendall(b"ok")
        assert b"200" in raw.recv(1000)


def test_head_keeps_the_length_and_sends_no_body(server: LoopbackServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request("HEAD", "/big")
    response = connection.getresponse()
    assert (response.getheader("Content-Length"), response.read()) == ("12345", b"")
    connection.close()


def test_a_dropped_connection_is_a_reset(server: LoopbackServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request("GET", "/drop")
    with pytest.raises(ConnectionError):
        connection.getresponse()
    connection.close()


@pytest.mark.parametrize(
    ("protocol", "parts"),
    [
        ("json", [b'"__type": "Gone"', b'"message": "a < b"']),
        ("rest-json", [b'"__type": "Gone"']),
        ("rest-xml", [b"<Error><Code>Gone</Code><Message>a &lt; b</Message>"]),
        ("query", [b"<ErrorResponse><Error><Type>Sender</Type><Code>Gone</Code>"]),
        ("ec2", [b"<Response><Errors><Error><Code>Gone</Code>"]),
        ("smithy-rpc-v2-cbor", [b"Gone", b"a < b"]),
    ],
)
def test_an_error_in_each_protocol(protocol: str, parts: list[bytes]) -> None:
    request = AwsRequest(
        service="x",
        region="r",
        operation="O",
        method="GET",
        path="/",
        query={},
        headers={},
        body=b"",
        access_key_id="",
        protocol=protocol,
    )
    response = error_response(request, AwsError("Gone", "a < b", 410))

    assert response.status == 410
    assert all(part in response.body for part in parts)
