"""Reads objects of S3 without an SDK, for the one function whose price is its start and its memory.

A boto3 client of S3 takes 40 MB and most of the time that the HTTP function needs to start, because it reads the model
of the whole service; botocore's signer and HTTP session alone still take 18 MB. With them the function would hold more
than half of the memory of the handler it is compared with (benchmarks/predictions.py). One signed GET needs no more
than the standard library. What is out of the ordinary (another partition, FIPS or dual-stack endpoints) and every other
call goes to a boto3 client, made when it is needed; errors are boto3's, so a client module cannot tell which it has.

Each read has a connection of its own: reads are a minute apart, no idle connection would live so long, and none has to
survive a snapshot.
"""

import io
import random
import ssl
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cached_property
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, Final
from urllib.parse import quote, urlsplit

from botocore.exceptions import ClientError

from lambdas.models.signed_get import Keys, signed_headers

RETRIED: Final = frozenset({429, 500, 502, 503, 504})
FIRST_PAUSE_S: Final = 0.05
LONGEST_PAUSE_S: Final = 1.0
_CODES: Final = {304: "304", 403: "AccessDenied", 404: "NoSuchKey", 412: "PreconditionFailed", 503: "SlowDown"}
_OUT_OF_THE_ORDINARY: Final = ("AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT")
_OTHER_PARTITIONS: Final = ("cn-", "us-iso", "eu-iso", "eusc-")
_UNANSWERED: Final = (OSError, HTTPException)


class ObjectReader:
    """A client of S3 as far as `get_object` goes; anything else is asked of the client that `whole` makes.

    Args:
        environ: Region, credentials and endpoint, as the SDKs read them.
        whole: Makes a boto3 client.
        timeout_s: Longest wait for a connection, and for the next bytes of an answer, in seconds.
        attempts: Calls in all, >= 1.
        sleep: Waits for some seconds.
    """

    def __init__(
        self,
        environ: Mapping[str, str],
        whole: Callable[[], Any],
        *,
        timeout_s: float,
        attempts: int,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._environ = environ
        self._whole = whole
        self._region = environ.get("AWS_REGION") or environ.get("AWS_DEFAULT_REGION") or ""
        self._endpoint = environ.get("AWS_ENDPOINT_URL_S3") or environ.get("AWS_ENDPOINT_URL") or ""
        self._timeout_s = timeout_s
        self._attempts = attempts
        self._sleep = sleep

    def __getattr__(self, name: str) -> Any:
        """Every other call, by boto3."""
        return getattr(self._whole(), name)

    def get_object(self, *, Bucket: str, Key: str, IfNoneMatch: str | None = None) -> dict[str, Any]:  # noqa: N803
        """Read an object, as boto3's call of that name does.

        Raises:
            ClientError: S3 refused, or failed as often as was tried; or the object did not change.
            OSError: S3 was not reached.
            HTTPException: Its answer broke off.
        """
        keys = self._keys()
        if keys is None:
            condition = {} if IfNoneMatch is None else {"IfNoneMatch": IfNoneMatch}
            found: dict[str, Any] = self._whole().get_object(Bucket=Bucket, Key=Key, **condition)
            return found
        headers = {} if IfNoneMatch is None else {"if-none-match": IfNoneMatch}
        for left in reversed(range(self._attempts)):
            try:
                status, answered, body = self._send(self._url(Bucket, Key), headers, keys)
            except _UNANSWERED:
                if not left:
                    raise
            else:
                if status == HTTPStatus.OK:
                    return {"Body": io.BytesIO(body), "ETag": answered["etag"]}
                if status not in RETRIED or not left:
                    raise _error(status, answered.get("x-amz-request-id", ""))
            self._sleep(self._pause(left))
        raise AssertionError("attempts is 1 or more")

    def _keys(self) -> Keys | None:
        """The function's credentials; None for boto3 to find them, and the endpoint, in its own ways.

        After a snapshot they come from an address and expire: https://docs.aws.amazon.com/lambda/latest/dg/snapstart-best-practices.html
        """
        access_key, secret_key = self._environ.get("AWS_ACCESS_KEY_ID"), self._environ.get("AWS_SECRET_ACCESS_KEY")
        named = any(self._environ.get(name) for name in _OUT_OF_THE_ORDINARY)
        if not self._region or named or self._region.startswith(_OTHER_PARTITIONS) or not access_key or not secret_key:
            return None
        return Keys(access_key, secret_key, self._environ.get("AWS_SESSION_TOKEN") or None)

    def _url(self, bucket: str, key: str) -> str:
        path = quote(key, safe="/-_.~")
        if self._endpoint:
            return f"{self._endpoint.rstrip('/')}/{bucket}/{path}"
        if "." in bucket:  # no certificate covers its name as a host
            return f"https://s3.{self._region}.amazonaws.com/{bucket}/{path}"
        return f"https://{bucket}.s3.{self._region}.amazonaws.com/{path}"

    def _send(self, url: str, headers: Mapping[str, str], keys: Keys) -> tuple[int, dict[str, str], bytes]:
        """One GET: status, headers by lower-case name, body."""
        place = urlsplit(url)
        signed = signed_headers(place.netloc, place.path, headers, self._region, keys, datetime.now(UTC))
        connection = self._connection(place.scheme, place.netloc)
        try:
            connection.request("GET", place.path, headers=signed)
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def _connection(self, scheme: str, host: str) -> HTTPConnection:
        if scheme == "https":
            return HTTPSConnection(host, timeout=self._timeout_s, context=self._trust)
        return HTTPConnection(host, timeout=self._timeout_s)

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context()

    def _pause(self, left: int) -> float:
        """Full jitter: https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/."""
        longest = min(FIRST_PAUSE_S * 2 ** (self._attempts - left), LONGEST_PAUSE_S)
        return random.uniform(0, longest)  # noqa: S311 - no secret


def _error(status: int, request_id: str) -> ClientError:
    response = {
        "Error": {"Code": _CODES.get(status, str(status)), "Message": f"S3 answered with status {status}"},
        "ResponseMetadata": {"HTTPStatusCode": status, "RequestId": request_id},
    }
    return ClientError(response, "GetObject")
