"""Asks one Region, once: what a CrossRegionClient is given as `execute`. The SDK's own retries are off.

Each operation has the same arguments for both Regions; which resource that is comes from the map. A write carries its
idempotency key, so that one which timed out here and is repeated there has one effect.
"""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from botocore.exceptions import ClientError

from domain.checks import refuse
from domain.resilience import parse_key, resource_map
from lambdas import sdk
from lambdas.errors import PlatformError

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "function": ("lambda:InvokeFunction",),
    "endpoint": ("sagemaker:InvokeEndpoint",),
    "component": ("sagemaker:InvokeEndpoint",),
}

ACCEPT: Final = "accept"
LOOK_UP: Final = "look_up"
PREDICT: Final = "predict"
ACCEPT_FUNCTION: Final = "accept_work"
ENDPOINT: Final = "endpoint"
MAX_CONNECT_S: Final = 2.0
STEPS_PER_SECOND: Final = 4
"""botocore fixes a timeout when it makes a client, so time limits are rounded down to quarters of a second: a process
makes one client for each that it meets, and they are few."""
_CALLERS_FAULT: Final = frozenset({"InvalidEventError", "KeyReusedError"})

Clients = Callable[[str, str, float], Any]
"""Makes a boto3 client of a service, in a Region, whose calls last at most so many seconds."""


class FunctionFailedError(PlatformError):
    """The function ended with an error.

    Args:
        function: Its name.
        region: Where.
        answer: What Lambda says of it.
    """

    def __init__(self, function: str, region: str, answer: Mapping[str, Any]) -> None:
        kind, text = str(answer.get("errorType", "")), str(answer.get("errorMessage", ""))
        super().__init__(f"{function} in {region} failed: {kind}: {text}")
        status = 400 if kind in _CALLERS_FAULT else 500
        # In botocore's shape, by which `domain.resilience.classify` knows whose fault it is.
        self.response = {
            "Error": {"Code": kind, "Message": text},
            "ResponseMetadata": {"HTTPStatusCode": status},
        }


class RegionalCalls:
    """Makes calls.

    Args:
        resources: Region -> what a resource is called here -> its name or ARN there; of one Region or two.
        clients: Makes boto3 clients.
    """

    def __init__(self, resources: Mapping[str, Mapping[str, str]], clients: Clients) -> None:
        """Check the map.

        Raises:
            ValueError: It names one resource for both Regions, or one in another Region than its own.
        """
        self._resources = dict(resources) if len(resources) == 1 else resource_map(resources)
        self._clients = clients
        self._operations: Mapping[str, Callable[..., Any]] = {
            ACCEPT: self._accept,
            LOOK_UP: self._look_up,
            PREDICT: self._predict,
        }

    def __call__(self, region: str, operation: str, *, timeout_s: float, **arguments: Any) -> Any:
        """Make one call.

        Args:
            region: Where.
            operation: `accept` (`works`), `look_up` (`keys`) or `predict` (`body`, `content_type`).
            timeout_s: Longest wait for the answer, in seconds.
            **arguments: The operation's, the same for both Regions.

        Raises:
            ValueError: The operation is unknown, a write has no idempotency key, or the Region is none of the two.
            FunctionFailedError: The function that was asked failed.
        """
        if operation not in self._operations:
            refuse("operation", operation, f"one of {', '.join(self._operations)}")
        return self._operations[operation](region, timeout_s, **arguments)

    def _accept(self, region: str, timeout_s: float, *, works: Sequence[Mapping[str, Any]]) -> Any:
        """Have works accepted; each one's `key` is its idempotency key."""
        for work in works:
            parse_key(work.get("key"))
        return self._asked(region, timeout_s, {"works": list(works)})

    def _look_up(self, region: str, timeout_s: float, *, keys: Sequence[str]) -> Any:
        """Ask how far works are."""
        return self._asked(region, timeout_s, {"works": [{"key": parse_key(key)} for key in keys]})

    def _asked(self, region: str, timeout_s: float, event: Mapping[str, Any]) -> Any:
        function = self._name(ACCEPT_FUNCTION, region)
        client = self._clients("lambda", region, _rounded(timeout_s))
        reply = client.invoke(FunctionName=function, Payload=json.dumps(event).encode())
        answer = json.loads(reply["Payload"].read())
        if "FunctionError" in reply:
            raise FunctionFailedError(function, region, answer)
        return answer

    def _predict(self, region: str, timeout_s: float, *, body: bytes, content_type: str) -> bytes:
        """Ask the Region's endpoint; a prediction has no effect, so it needs no key."""
        client = self._clients("sagemaker-runtime", region, _rounded(timeout_s))
        endpoint = self._name(ENDPOINT, region)
        try:
            answer = client.invoke_endpoint(
                EndpointName=endpoint, Body=body, ContentType=content_type, Accept="application/json"
            )
        except ClientError as error:
            raise _as_the_model_said(error) from error
        found: bytes = answer["Body"].read()
        return found

    def _name(self, resource: str, region: str) -> str:
        if region not in self._resources:
            refuse("region", region, f"one of {', '.join(sorted(self._resources))}")
        if resource not in self._resources[region]:
            refuse("resources", sorted(self._resources[region]), f"a name for {resource!r} in each Region")
        return self._resources[region][resource]


def _as_the_model_said(error: ClientError) -> ClientError:
    """A failure of the model's container comes as 424, with its own status beside it: 5xx is no fault of the caller.

    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
    """
    response: Any = error.response
    status = response.get("OriginalStatusCode")
    if status is None:
        return error
    metadata = {**response.get("ResponseMetadata", {}), "HTTPStatusCode": status or 500}
    return ClientError({**response, "ResponseMetadata": metadata}, error.operation_name)


def client_for(service: str, region: str, timeout_s: float, connections: int) -> Any:
    """Return the process's client whose calls last at most `timeout_s`: connecting and waiting share it."""
    connect_s = min(MAX_CONNECT_S, timeout_s / 4)
    return sdk.client(
        service,
        region=region,
        connect_timeout_s=connect_s,
        read_timeout_s=timeout_s - connect_s,
        attempts=1,
        connections=connections,
    )


def _rounded(timeout_s: float) -> float:
    """A quarter of a second less one by one; what is shorter than a quarter stays as it is."""
    return math.floor(timeout_s * STEPS_PER_SECOND) / STEPS_PER_SECOND or timeout_s
