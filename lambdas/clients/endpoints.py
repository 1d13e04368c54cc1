"""Calls a SageMaker endpoint: one attempt at a time, each with its own time limit, no retries of the SDK."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    HTTPClientError,
    ReadTimeoutError,
)
from botocore.exceptions import (
    ConnectionError as NoConnectionError,
)

from domain.batches.outcomes import TIMEOUT, UNREACHABLE, EndpointError
from lambdas import sdk

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "endpoint": ("sagemaker:InvokeEndpoint",),
    "component": ("sagemaker:InvokeEndpoint",),
}

ACCEPT: Final = "application/json"
RUNGS: Final = 12
"""botocore fixes a timeout when a client is made. So shorter attempts are rounded down to one of this many steps, and a
process makes a client for each step that it meets (nearly always one: the full timeout)."""
MAX_CONNECT_S: Final = 2.0


class EndpointCallError(Exception):
    """A call that failed; ``error`` says how, for ``domain.batches.outcomes.classify``."""

    def __init__(self, error: EndpointError) -> None:
        """Keep the facts beside the message."""
        super().__init__(f"{error.code} ({error.status}): {error.message}")
        self.error = error


@dataclass(frozen=True)
class Target:
    """An endpoint, and the inference component on it when it has any."""

    endpoint: str
    component: str | None = None

    def __str__(self) -> str:
        return f"endpoint {self.endpoint!r}" + (f", component {self.component!r}" if self.component else "")


def client_for(timeout_s: float, connections: int) -> Any:
    """Return the client whose calls last at most ``timeout_s``: connecting and waiting for the answer share it."""
    connect = min(MAX_CONNECT_S, timeout_s / 10)
    return sdk.client(
        "sagemaker-runtime",
        connect_timeout_s=connect,
        read_timeout_s=timeout_s - connect,
        attempts=1,
        connections=connections,
    )


class Endpoints:
    """Invokes one target."""

    def __init__(self, target: Target, full_timeout_s: float, clients: Callable[[float], Any]) -> None:
        """Use ``clients``, which makes a SageMaker runtime client for a timeout in seconds."""
        self.target = target
        self._full_timeout_s = full_timeout_s
        self._clients = clients

    def invoke(self, body: bytes, content_type: str, timeout_s: float) -> bytes:
        """Return the model's answer within about ``timeout_s`` seconds, never later than that.

        Raises:
            EndpointCallError: The call failed or took too long.
        """
        client = self._clients(rung(timeout_s, self._full_timeout_s))
        component = {"InferenceComponentName": self.target.component} if self.target.component else {}
        try:
            answer = client.invoke_endpoint(
                EndpointName=self.target.endpoint, Body=body, ContentType=content_type, Accept=ACCEPT, **component
            )
            return cast(bytes, answer["Body"].read())
        except ClientError as error:
            raise EndpointCallError(describe(error)) from error
        except (ReadTimeoutError, ConnectTimeoutError) as error:
            raise EndpointCallError(EndpointError(TIMEOUT, 0, str(error))) from error
        except (HTTPClientError, NoConnectionError) as error:
            raise EndpointCallError(EndpointError(UNREACHABLE, 0, str(error))) from error


def rung(timeout_s: float, full_timeout_s: float) -> float:
    """Round a timeout down to a step of the full one; under the first step it stays as it is."""
    step = full_timeout_s / RUNGS
    steps = math.floor(min(timeout_s, full_timeout_s) / step)
    return steps * step if steps else timeout_s


def describe(error: ClientError) -> EndpointError:
    """Take the facts out of botocore's error."""
    response: Mapping[str, Any] = error.response
    found = response.get("Error", {})
    return EndpointError(
        code=str(found.get("Code", "")),
        status=int(response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)),
        message=str(found.get("Message", "")),
        original_status=response.get("OriginalStatusCode"),
        original_message=str(response.get("OriginalMessage", "")),
    )
