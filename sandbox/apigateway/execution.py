"""Calls of a REST API over HTTP: from the address to the answer."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import parse_qsl, unquote
from uuid import uuid4

from sandbox.apigateway.callers import Caller, Callers, Visit
from sandbox.apigateway.checks import check_body, check_parameters
from sandbox.apigateway.document import Route, match
from sandbox.apigateway.functions import Functions
from sandbox.apigateway.journal import Journal, Served
from sandbox.apigateway.limits import Throttles
from sandbox.apigateway.proxy import Call, event_of, response_of
from sandbox.apigateway.replies import GatewayError, error_values, fill, gateway_response
from sandbox.apigateway.state import Api, Deployment, Fields, Stage
from sandbox.request import ACCOUNT_ID, AwsResponse
from sandbox.wire import RawRequest

# https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
MAX_PAYLOAD_BYTES: Final = 10 * 1024 * 1024
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


class Executor:
    """Serves calls; safe to use from many threads.

    Args:
        callers: Who may.
        functions: What is behind.
        journal: Metrics and logs.
        throttles: Buckets of stages.
    """

    def __init__(self, callers: Callers, functions: Functions, journal: Journal, throttles: Throttles) -> None:
        self._callers = callers
        self._functions = functions
        self._journal = journal
        self._throttles = throttles

    def __call__(self, address: Address, raw: RawRequest) -> AwsResponse:
        """The answer to a call."""
        exchange = _open(address, raw)
        if exchange is None:
            headers = {"Content-Type": "application/json", "x-amzn-ErrorType": "ForbiddenException"}
            return AwsResponse(status=403, headers=headers, body=b'{"message":"Forbidden"}')
        failure: GatewayError | None = None
        try:
            answer = self._serve(exchange)
        except GatewayError as error:
            failure = error
            values = context_values(exchange)
            answer = gateway_response(error, exchange.deployment.document.responses, values, exchange.headers)
        answer = _stamped(answer, exchange.request_id)
        self._note(exchange, answer, failure)
        return answer

    def _serve(self, exchange: Exchange) -> AwsResponse:
        document = exchange.deployment.document
        found = match(document.routes, exchange.raw.method, exchange.address.path)
        if found is None:
            raise GatewayError("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token")
        exchange.route = route = found[0]
        exchange.path_parameters = {name: unquote(value) for name, value in found[1].items()}
        if len(exchange.raw.body) > MAX_PAYLOAD_BYTES:
            raise GatewayError("REQUEST_TOO_LARGE", "Request Too Long")
        exchange.caller = self._callers.admit(_visit(exchange, route))
        self._throttle(exchange, route)
        query = dict(exchange.query)
        check_parameters(route, path=exchange.path_parameters, query=query, headers=exchange.headers)
        check_body(route, exchange.headers.get("content-type", ""), exchange.raw.body)
        return self._mock(exchange, route) if route.integration.kind == "mock" else self._proxy(exchange, route)

    def _throttle(self, exchange: Exchange, route: Route) -> None:
        settings = exchange.stage.fields["methodSettings"]
        own = f"{route.path.strip('/')}/{route.method}"
        name = own if own in settings else "*/*"
        limit = settings.get(name) or {}
        # Each method has a bucket of its own, also under the stage's settings.
        bucket = (exchange.api.identity, exchange.address.stage, own)
        if not self._throttles.admit(bucket, limit.get("throttlingRateLimit"), limit.get("throttlingBurstLimit")):
            raise GatewayError("THROTTLED", "Too Many Requests")

    def _proxy(self, exchange: Exchange, route: Route) -> AwsResponse:
        event = event_of(_call(exchange, route))
        started = time.monotonic()
        try:
            payload = self._functions.invoke(route.integration, exchange.variables, event, exchange.method_arn)
        finally:
            exchange.integration_ms = (time.monotonic() - started) * 1000
        accepts = "gzip" in exchange.headers.get("accept-encoding", "")
        size = exchange.api.fields.get("minimumCompressionSize")
        return response_of(payload, accepts_gzip=accepts, compress_from=None if size is None else int(size))

    @staticmethod
    def _mock(exchange: Exchange, route: Route) -> AwsResponse:
        responses = route.integration.fields.get("responses") or {}
        chosen = responses.get("default") or next(iter(responses.values()), {})
        values = context_values(exchange)
        headers = {
            name.removeprefix("method.response.header."): str(value).strip("'")
            for name, value in (chosen.get("responseParameters") or {}).items()
        }
        templates = chosen.get("responseTemplates") or {}
        media = next(iter(templates), "application/json")
        body = fill(str(templates.get(media, "")), values).encode()
        return AwsResponse(
            status=int(chosen.get("statusCode", 200)), headers={"Content-Type": media, **headers}, body=body
        )

    def _note(self, exchange: Exchange, answer: AwsResponse, failure: GatewayError | None) -> None:
        latency = (time.monotonic() - exchange.started) * 1000
        values = {
            **context_values(exchange),
            "status": str(answer.status),
            "responseLength": str(len(answer.body)),
            "responseLatency": str(round(latency)),
        }
        if exchange.integration_ms is not None:
            took, status = str(round(exchange.integration_ms)), "200" if failure is None else str(failure.status)
            values |= {"integrationLatency": took, "integration.latency": took, "integration.status": status}
        if failure is not None:
            values |= error_values(failure)
            values |= {"integrationErrorMessage": failure.detail, "integration.error": failure.detail}
        served = Served(answer.status, latency, exchange.integration_ms, values)
        self._journal.note(exchange.api, exchange.stage.fields, served)


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


def _open(address: Address, raw: RawRequest) -> Exchange | None:
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


def _visit(exchange: Exchange, route: Route) -> Visit:
    return Visit(
        api=exchange.api,
        stage=exchange.address.stage,
        policy=exchange.deployment.policy,
        route=route,
        method_arn=exchange.method_arn,
        headers=exchange.headers,
        query=dict(exchange.query),
        source_ip=SOURCE_IP,
    )


def _call(exchange: Exchange, route: Route) -> Call:
    trace = f"Root=1-{int(exchange.started):08x}-{exchange.request_id.replace('-', '')[:24]}"
    added = (("X-Amzn-Trace-Id", trace), ("X-Forwarded-For", SOURCE_IP), ("X-Forwarded-Port", "443"),
             ("X-Forwarded-Proto", "https"))  # fmt: skip
    own = ("content-length", "connection", "host")
    sent = [(name, value) for name, value in exchange.raw.headers if name.lower() not in own]
    return Call(
        method=exchange.raw.method,
        path=exchange.address.path,
        resource=route.path,
        headers=[("Host", exchange.address.domain), *sent, *added],
        query=exchange.query,
        path_parameters=exchange.path_parameters or {},
        body=exchange.raw.body,
        context=request_context(exchange),
        stage_variables=exchange.variables,
        binary_types=exchange.api.fields.get("binaryMediaTypes") or (),
    )


def _stamped(answer: AwsResponse, request_id: str) -> AwsResponse:
    headers = {
        "x-amzn-RequestId": request_id,
        "x-amz-apigw-id": request_id.replace("-", "")[:15] + "=",
        **answer.headers,
    }
    return AwsResponse(status=answer.status, headers=headers, body=answer.body)
