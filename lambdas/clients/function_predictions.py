"""Calls the function of the prediction API and waits for its answer: one attempt, no retries of the SDK."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from botocore.exceptions import ClientError, ConnectTimeoutError, HTTPClientError, ReadTimeoutError
from botocore.exceptions import ConnectionError as NoConnectionError

from domain.batches.outcomes import TIMEOUT, UNREACHABLE, EndpointError
from lambdas.clients.endpoints import EndpointCallError, describe, rung

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {"function": ("lambda:InvokeFunction",)}

ROUTE: Final = "/v1/predict"
_TIMED_OUT: Final = "Task timed out"
"""What Lambda writes into the answer of a function that it ended
(https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html)."""


@dataclass(frozen=True)
class FunctionAnswer:
    """What the function answered: its HTTP status, body and content type."""

    status: int
    body: bytes
    content_type: str


class FunctionPredictions:
    """Asks one function for predictions as API Gateway's proxy integration would.

    Args:
        function: ARN of the alias.
        full_timeout_s: The longest that one call may take.
        clients: Makes a Lambda client for a timeout in seconds.
    """

    def __init__(self, function: str, full_timeout_s: float, clients: Callable[[float], Any]) -> None:
        self._function = function
        self._full_timeout_s = full_timeout_s
        self._clients = clients

    def predict(self, body: bytes, content_type: str, request_id: str, timeout_s: float) -> FunctionAnswer:
        """Return the answer, whatever its status, within about `timeout_s` seconds.

        Raises:
            EndpointCallError: Lambda did not run the function, or the function answered nothing of its own.
        """
        client = self._clients(rung(timeout_s, self._full_timeout_s))
        event = json.dumps(_event(body, content_type, request_id)).encode()
        try:
            answer = client.invoke(FunctionName=self._function, InvocationType="RequestResponse", Payload=event)
            payload = answer["Payload"].read()
        except ClientError as error:
            raise EndpointCallError(describe(error)) from error
        except (ReadTimeoutError, ConnectTimeoutError) as error:
            raise EndpointCallError(EndpointError(TIMEOUT, 0, str(error))) from error
        except (HTTPClientError, NoConnectionError) as error:
            raise EndpointCallError(EndpointError(UNREACHABLE, 0, str(error))) from error
        return _read(payload, str(answer.get("FunctionError", "")))


def _event(body: bytes, content_type: str, request_id: str) -> dict[str, Any]:
    """The fields of API Gateway's event that the function reads.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
    """
    return {
        "httpMethod": "POST",
        "resource": ROUTE,
        "path": ROUTE,
        "headers": {"Content-Type": content_type, "X-Routing-Key": request_id},
        "requestContext": {"requestId": request_id, "path": ROUTE},
        "body": base64.b64encode(body).decode(),
        "isBase64Encoded": True,
    }


def _read(payload: bytes, failed: str) -> FunctionAnswer:
    try:
        found = json.loads(payload)
    except ValueError:
        found = None
    if failed or not isinstance(found, dict) or not isinstance(found.get("statusCode"), int):
        message = str(found.get("errorMessage", "")) if isinstance(found, dict) else ""
        code = TIMEOUT if _TIMED_OUT in message else failed or "NoReply"
        raise EndpointCallError(EndpointError(code, 0, message or "the function answered no reply of the API"))
    body = str(found.get("body") or "")
    headers = {str(name).lower(): str(value) for name, value in (found.get("headers") or {}).items()}
    return FunctionAnswer(
        found["statusCode"],
        base64.b64decode(body) if found.get("isBase64Encoded") else body.encode(),
        headers.get("content-type", "application/json"),
    )
