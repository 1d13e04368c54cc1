"""An AWS error and its form on the wire, for each protocol that botocore parses.

Formats: https://smithy.io/2.0/aws/protocols/index.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4
from xml.sax.saxutils import escape  # nosec B406

from sandbox.request import AwsRequest, AwsResponse


class AwsError(Exception):
    """A refusal that the caller sees as botocore's ClientError.

    Args:
        code: Error code as AWS spells it, such as `ValidationException`.
        message: What was wrong, where, what is accepted.
        status: HTTP status, 400 to 599.
        fields: Further members of the error shape, such as `OriginalStatusCode` of ModelError.
    """

    def __init__(self, code: str, message: str, status: int = 400, fields: Mapping[str, Any] | None = None) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status
        self.fields = dict(fields or {})


def error_response(request: AwsRequest, error: AwsError) -> AwsResponse:
    """`error` in the protocol that the caller of `request` speaks."""
    request_id = str(uuid4())
    render = {"rest-xml": _rest_xml, "query": _query_xml, "ec2": _ec2_xml, "smithy-rpc-v2-cbor": _cbor}
    return render.get(request.protocol, _json)(error, request_id)


def _json(error: AwsError, request_id: str) -> AwsResponse:
    body = {"__type": error.code, "message": error.message, "Message": error.message, **error.fields}
    headers = {
        "Content-Type": "application/x-amz-json-1.1",
        "x-amzn-ErrorType": error.code,
        "x-amzn-RequestId": request_id,
    }
    return AwsResponse(status=error.status, headers=headers, body=json.dumps(body).encode())


def _xml(error: AwsError, body: str, request_id: str) -> AwsResponse:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n{body}'
    # S3 has its own header, and clients read the id from the header alone.
    headers = {"Content-Type": "text/xml", "x-amz-request-id": request_id, "x-amzn-RequestId": request_id}
    return AwsResponse(status=error.status, headers=headers, body=text.encode())


def _members(error: AwsError) -> str:
    return f"<Code>{escape(error.code)}</Code><Message>{escape(error.message)}</Message>"


def _rest_xml(error: AwsError, request_id: str) -> AwsResponse:
    return _xml(error, f"<Error>{_members(error)}<RequestId>{request_id}</RequestId></Error>", request_id)


def _query_xml(error: AwsError, request_id: str) -> AwsResponse:
    sender = "Sender" if error.status < 500 else "Receiver"
    return _xml(
        error,
        f"<ErrorResponse><Error><Type>{sender}</Type>{_members(error)}</Error>"
        f"<RequestId>{request_id}</RequestId></ErrorResponse>",
        request_id,
    )


def _ec2_xml(error: AwsError, request_id: str) -> AwsResponse:
    return _xml(
        error,
        f"<Response><Errors><Error>{_members(error)}</Error></Errors><RequestID>{request_id}</RequestID></Response>",
        request_id,
    )


def _cbor(error: AwsError, request_id: str) -> AwsResponse:
    members = {"__type": error.code, "message": error.message}
    body = b"\xbf" + b"".join(_cbor_text(key) + _cbor_text(value) for key, value in members.items()) + b"\xff"
    headers = {
        "Content-Type": "application/cbor",
        "smithy-protocol": "rpc-v2-cbor",
        "x-amzn-query-error": f"{error.code};{'Sender' if error.status < 500 else 'Receiver'}",
        "x-amzn-RequestId": request_id,
    }
    return AwsResponse(status=error.status, headers=headers, body=body)


def _cbor_text(text: str) -> bytes:
    data = text.encode()
    return b"\x7a" + len(data).to_bytes(4, "big") + data
