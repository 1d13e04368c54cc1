"""One AWS request and one AWS response, as every part of the sandbox sees them.

The front (`sandbox.server`) builds an `AwsRequest` out of the wire once; nobody behind it parses SigV4 again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ACCOUNT_ID = "123456789012"


@dataclass(frozen=True, kw_only=True, slots=True)
class AwsRequest:
    """A request that was understood.

    Attributes:
        service: Signing name out of the credential scope (`sagemaker` for the control plane *and* the runtime).
        region: Region out of the credential scope.
        operation: API operation in botocore's spelling (`InvokeEndpoint`); empty when nothing matched.
        method: HTTP method.
        path: Path as sent, percent-encoding kept, without the query string.
        query: Query string parameters; the last value wins where one is repeated.
        headers: Header names in lower case.
        body: Whole body, `aws-chunked` framing kept.
        access_key_id: Who signed; empty for an unsigned request.
        account_id: Always the sandbox's account.
        protocol: Wire protocol that the answer must use: `json`, `rest-json`, `rest-xml`, `query`, `ec2` or
            `smithy-rpc-v2-cbor`.
        api: botocore's service name that the operation was found in (`sagemaker-runtime`); empty when nothing matched.
        path_params: Values of the operation's URI labels, decoded (`{"EndpointName": "digits"}`); empty elsewhere.
        query_string: As sent, for parameters that are repeated.
    """

    service: str
    region: str
    operation: str
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    access_key_id: str
    account_id: str = ACCOUNT_ID
    protocol: str = "json"
    api: str = ""
    path_params: Mapping[str, str] = field(default_factory=dict)
    query_string: str = ""

    def json(self) -> dict[str, Any]:
        """The body as a JSON object; an empty body is an empty object.

        Raises:
            ValueError: The body is not JSON.
            TypeError: It is JSON, but not an object.
        """
        if not self.body:
            return {}
        value = json.loads(self.body)
        if not isinstance(value, dict):
            raise TypeError(f"the body of {self.service}:{self.operation} is {type(value).__name__}, not an object")
        return value


@dataclass(frozen=True, kw_only=True, slots=True)
class AwsResponse:
    """What goes back on the wire. `Content-Length` and the request id are added by the front."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @classmethod
    def of_json(
        cls, payload: Any, *, status: int = 200, content_type: str = "application/x-amz-json-1.1"
    ) -> AwsResponse:
        """An answer whose body is `payload` as JSON."""
        return cls(status=status, headers={"Content-Type": content_type}, body=json.dumps(payload).encode())
