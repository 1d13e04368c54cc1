"""One request while it is served, and what `$context` and `requestContext` say about it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import parse_qsl
from uuid import uuid4

from sandbox.apigateway.callers import Caller
from sandbox.apigateway.document import Route
from sandbox.apigateway.state import Api, Deployment, Fields, Stage
from sandbox.request import ACCOUNT_ID
from sandbox.wire import RawRequest

SOURCE_IP: Final = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a request wants to go.

    Attributes:
        api: The API, or None when there is none of that id.
        stage: Name of the stage.
        path: Path after the stage, as sent.
        domain: Host name as the function shall see it.
        full_path: Path as the caller sees it, with the stage or base path.
    """

    api: Api | None
    stage: str
    path: str
    domain: str
    full_path: str


@dataclass(slots=True)
class Exchange:
    """One request while it is served; `route` and `caller` are filled in on the way."""

    address: Address
    api: Api
    stage: Stage
    deployment: Deployment
    raw: RawRequest
    headers: Mapping[str, str]
    query: Sequence[tuple[str, str]]
    request_id: str
    started: float
    moment: datetime
    route: Route | None = None
    path_parameters: Mapping[str, str] | None = None
    caller: Caller = field(default_factory=Caller)
    integration_ms: float | None = None

    @property
    def variables(self) -> Mapping[str, str]:
        """Stage variables."""
        return self.stage.fields.get("variables") or {}

    @property
    def method_arn(self) -> str:
        """ARN of the called method, with the path as it was called."""
        place = f"{self.api.region}:{ACCOUNT_ID}:{self.api.identity}"
        return f"arn:aws:execute-api:{place}/{self.address.stage}/{self.raw.method}/{self.address.path.strip('/')}"


def open_exchange(address: Address, raw: RawRequest) -> Exchange | None:
    """A request at its beginning; None when there is no such API or stage."""
    stage = address.api.stages.get(address.stage) if address.api else None
    if address.api is None or stage is None:
        return None
    deployment = address.api.deployments.get(stage.fields["deploymentId"])
    if deployment is None:
        return None
    return Exchange(
        address=address,
        api=address.api,
        stage=stage,
        deployment=deployment,
        raw=raw,
        headers={name.lower(): value for name, value in raw.headers},
        query=parse_qsl(raw.query_string, keep_blank_values=True),
        request_id=str(uuid4()),
        started=time.monotonic(),
        moment=datetime.now(UTC),
    )


def context_values(exchange: Exchange) -> dict[str, str]:
    """Every `$context` variable that is known so far, and the stage variables."""
    context = request_context(exchange)
    flat = {name: str(value) for name, value in context.items() if not isinstance(value, Mapping) and value is not None}
    flat |= {f"identity.{name}": str(value) for name, value in context["identity"].items() if value is not None}
    claims = (context.get("authorizer") or {}).get("claims") or {}
    flat |= {f"authorizer.claims.{name}": str(value) for name, value in claims.items()}
    return flat | {f"stageVariables.{name}": value for name, value in exchange.variables.items()}


def request_context(exchange: Exchange) -> dict[str, Any]:
    """`requestContext` of the event."""
    identity = {
        **dict.fromkeys(
            ("cognitoIdentityPoolId", "accountId", "cognitoIdentityId", "caller", "principalOrgId", "accessKey",
             "cognitoAuthenticationType", "cognitoAuthenticationProvider", "userArn", "user")
        ),
        "sourceIp": SOURCE_IP,
        "userAgent": exchange.headers.get("user-agent"),
        **exchange.caller.identity,
    }  # fmt: skip
    context: Fields = {
        "resourceId": exchange.api.fields["rootResourceId"],
        "resourcePath": exchange.route.path if exchange.route else exchange.address.path,
        "httpMethod": exchange.raw.method,
        "extendedRequestId": exchange.request_id.replace("-", "")[:15] + "=",
        "requestTime": exchange.moment.strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "path": exchange.address.full_path,
        "accountId": ACCOUNT_ID,
        "protocol": "HTTP/1.1",
        "stage": exchange.address.stage,
        "domainPrefix": exchange.address.domain.partition(".")[0],
        "requestTimeEpoch": int(exchange.moment.timestamp() * 1000),
        "requestId": exchange.request_id,
        "identity": identity,
        "domainName": exchange.address.domain,
        "deploymentId": exchange.deployment.fields["id"],
        "apiId": exchange.api.identity,
    }
    return {**context, "authorizer": dict(exchange.caller.authorizer)} if exchange.caller.authorizer else context
