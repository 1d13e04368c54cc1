"""Small objects of S3 as a role reads and writes them, given to the front without the SDK in between.

A transform job does this thousands of times, and making and parsing botocore's requests was a third of its time. Faults
and IAM are asked as for every request; the signature, which nobody recomputes here, is empty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from botocore.exceptions import ClientError, EndpointConnectionError

from sandbox.context import Credentials
from sandbox.request import AwsResponse
from sandbox.wire import ConnectionDroppedError, Exchange, RawRequest

HOST: Final = "127.0.0.1"
_CODE: Final = re.compile(rb"<Code>([^<]*)</Code>")
_MESSAGE: Final = re.compile(rb"<Message>([^<]*)</Message>")


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object's bytes and the headers it came with, names in lower case."""

    body: bytes
    headers: Mapping[str, str]


class ObjectCalls:
    """GetObject and PutObject.

    Args:
        exchange: Answers requests: the front.
        credentials: Whose; the secret is not needed.
        region: Region that is signed for.
    """

    def __init__(self, exchange: Exchange, credentials: Credentials, region: str) -> None:
        self._exchange = exchange
        scope = f"{credentials.access_key_id}/19700101/{region}/s3/aws4_request"
        signed = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature="
        self._headers = (("Host", HOST), ("User-Agent", "sandbox"), ("Authorization", signed))

    def get(self, bucket: str, key: str) -> StoredObject:
        """Reads an object.

        Raises:
            ClientError: What S3 says.
            EndpointConnectionError: A fault dropped the connection.
        """
        answer = self._call("GetObject", "GET", (bucket, key), b"", {})
        return StoredObject(answer.body, {name.lower(): value for name, value in answer.headers.items()})

    def put(self, bucket: str, key: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Writes an object with these headers, such as `Content-Type`.

        Raises:
            ClientError: What S3 says.
            EndpointConnectionError: A fault dropped the connection.
        """
        self._call("PutObject", "PUT", (bucket, key), body, headers)

    def _call(
        self, operation: str, method: str, place: tuple[str, str], body: bytes, headers: Mapping[str, str]
    ) -> AwsResponse:
        target = "/".join(("", *(quote(part, safe="/~") for part in place)))
        every = (*self._headers, ("Content-Length", str(len(body))), *headers.items())
        try:
            answer = self._exchange(RawRequest(method, target, every, body))
        except ConnectionDroppedError as error:
            raise EndpointConnectionError(endpoint_url=f"http://{HOST}{target}") from error
        if answer.status >= 300:
            raise ClientError(
                {
                    "Error": {"Code": _said(_CODE, answer) or str(answer.status), "Message": _said(_MESSAGE, answer)},
                    "ResponseMetadata": {"HTTPStatusCode": answer.status},
                },
                operation,
            )
        return answer


def _said(pattern: re.Pattern[bytes], answer: AwsResponse) -> str:
    found = pattern.search(answer.body)
    return found[1].decode("utf-8", "replace") if found else ""
