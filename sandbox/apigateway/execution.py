"""Calls of a REST API over HTTP: from the address to the answer."""

from __future__ import annotations

import time
from typing import Any, Final
from urllib.parse import unquote

from sandbox.apigateway.callers import Callers, Visit
from sandbox.apigateway.checks import check_body, check_parameters
from sandbox.apigateway.document import Route
from sandbox.apigateway.exchange import (
    SOURCE_IP,
    Address,
    Exchange,
    context_values,
    open_exchange,
    request_context,
)
from sandbox.apigateway.functions import Functions
from sandbox.apigateway.journal import Journal, Served
from sandbox.apigateway.limits import Throttles
from sandbox.apigateway.proxy import Call, event_of, response_of
from sandbox.apigateway.replies import GatewayError, error_values, fill, gateway_response
from sandbox.apigateway.routing import match
from sandbox.request import AwsResponse
from sandbox.wire import RawRequest

# https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
MAX_PAYLOAD_BYTES: Final = 10 * 1024 * 1024


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
        exchange = open_exchange(address, raw)
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
        chosen: dict[str, Any] = responses.get("default") or next(iter(responses.values()), {})
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
