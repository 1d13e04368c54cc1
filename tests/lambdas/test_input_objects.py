"""A file is read as it was listed; a connection that breaks inside it is tried once more."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, IncompleteReadError
from botocore.response import StreamingBody
from botocore.stub import Stubber

from domain.batches.manifest import InputFile
from lambdas.clients.input_objects import InputObjects

FILE = InputFile("a.png", 5, "e", "image/png")


@pytest.fixture
def stub(aws: None) -> Any:
    with Stubber(boto3.client("s3")) as found:
        yield found
        found.assert_no_pending_responses()


def answers(stub: Stubber, *bodies: bytes) -> None:
    for body in bodies:
        stub.add_response("get_object", {"ETag": '"e"', "Body": StreamingBody(BytesIO(body), 5)})


def test_a_broken_connection_is_tried_once_more(stub: Stubber) -> None:
    answers(stub, b"ab", b"abcde")
    assert InputObjects(stub.client, "ap").read(FILE) == b"abcde"


def test_a_connection_that_breaks_again_is_an_error(stub: Stubber) -> None:
    answers(stub, b"ab", b"ab")
    with pytest.raises(IncompleteReadError):
        InputObjects(stub.client, "ap").read(FILE)


def test_a_denied_file_is_no_vanished_one(stub: Stubber) -> None:
    stub.add_client_error("get_object", "AccessDenied", "no", 403)
    with pytest.raises(ClientError, match="AccessDenied"):
        InputObjects(stub.client, "ap").read(FILE)
