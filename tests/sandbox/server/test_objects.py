"""Objects without the SDK: the same bytes, permissions, errors and faults as with it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from sandbox.context import Credentials
from sandbox.objects import ObjectCalls
from sandbox.operations import OperationIndex
from sandbox.parsing import parse
from sandbox.request import AwsRequest, AwsResponse
from sandbox.wire import ConnectionDroppedError, RawRequest


class Front:
    """Keeps what it is asked and answers what the test says."""

    def __init__(self) -> None:
        self.index = OperationIndex()
        self.asked: list[AwsRequest] = []
        self.answer = AwsResponse(headers={"ETag": '"e"'}, body=b"content")
        self.drops = False

    def __call__(self, raw: RawRequest) -> AwsResponse:
        if self.drops:
            raise ConnectionDroppedError
        self.asked.append(parse(raw, self.index))
        return self.answer


@pytest.fixture
def front() -> Front:
    return Front()


@pytest.fixture
def calls(front: Front) -> ObjectCalls:
    return ObjectCalls(front, Credentials("AKID", "secret", "token"), "eu-west-1")


KEYS = ("a.png", "a b/ü+%?#&.png", "deep/er//x~y")


@pytest.mark.parametrize("key", KEYS)
def test_the_request_is_understood_as_the_operation_of_that_caller(key: str, front: Front, calls: ObjectCalls) -> None:
    found = calls.get("bucket", key)
    calls.put("bucket", key, b"12", {"Content-Type": "image/png"})

    read, write = front.asked
    assert (found.body, found.headers["etag"]) == (b"content", '"e"')
    assert [asked.operation for asked in front.asked] == ["GetObject", "PutObject"]
    for asked in front.asked:
        assert asked.path_params == {"Bucket": "bucket", "Key": key}
        assert (asked.access_key_id, asked.region, asked.service) == ("AKID", "eu-west-1", "s3")
    assert (read.body, write.body, write.headers["content-type"]) == (b"", b"12", "image/png")


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [(403, b"<Error><Code>AccessDenied</Code><Message>no</Message></Error>", "AccessDenied"), (500, b"", "500")],
)
def test_what_s3_refuses_is_a_client_error(
    status: int, body: bytes, code: str, front: Front, calls: ObjectCalls
) -> None:
    front.answer = AwsResponse(status=status, body=body)

    with pytest.raises(ClientError) as caught:
        calls.put("bucket", "key", b"", {})

    error: Mapping[str, str] = caught.value.response["Error"]
    assert error["Code"] == code
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == status


def test_a_dropped_connection_is_the_sdks_error(front: Front, calls: ObjectCalls) -> None:
    front.drops = True

    with pytest.raises(EndpointConnectionError):
        calls.get("bucket", "key")
