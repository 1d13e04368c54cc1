"""Which API operation a request is: out of botocore's own service models.

Target headers and `Action=` parameters name the operation. REST requests are matched by method, path and the query
parameters and headers that the operation's model requires; of several that fit, the most specific one wins.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from urllib.parse import parse_qs, unquote

import botocore.exceptions
import botocore.session

# Signing names that several botocore services share, or that differ from the service's name.
_APIS_OF_SIGNING_NAME: Final[Mapping[str, tuple[str, ...]]] = {
    "s3": ("s3", "s3control"),
    "sagemaker": ("sagemaker", "sagemaker-runtime", "sagemaker-metrics", "sagemaker-featurestore-runtime"),
    "dynamodb": ("dynamodb", "dynamodbstreams"),
    "states": ("stepfunctions",),
    "monitoring": ("cloudwatch",),
    "cloudcontrolapi": ("cloudcontrol",),
    "elasticloadbalancing": ("elbv2", "elb"),
    "elasticfilesystem": ("efs",),
    "elasticmapreduce": ("emr",),
    "bedrock": ("bedrock", "bedrock-runtime", "bedrock-agent", "bedrock-agent-runtime"),
    "tagging": ("resourcegroupstaggingapi",),
    "email": ("sesv2", "ses"),
    "execute-api": ("apigatewaymanagementapi",),
    "apigateway": ("apigatewayv2", "apigateway"),
}
_LABEL = re.compile(r"\{([^}+]+)(\+?)\}")


@dataclass(frozen=True, slots=True)
class Operation:
    """What was asked for; `api` and `name` are empty when no model knows the request."""

    api: str
    name: str
    protocol: str
    path_params: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Route:
    name: str
    method: str
    pattern: re.Pattern[str]
    query: tuple[tuple[str, str | None], ...]
    headers: tuple[str, ...]
    literals: int

    def score(self, query: Mapping[str, str], headers: Mapping[str, str]) -> tuple[int, int] | None:
        """How specific the fit is, or None when the request lacks something this route requires."""
        for name, value in self.query:
            if name not in query or (value is not None and query[name] != value):
                return None
        if any(name not in headers for name in self.headers):
            return None
        return self.literals, len(self.query) + len(self.headers)


class OperationIndex:
    """Resolves requests; models are loaded when their service is first used."""

    def __init__(self) -> None:
        self._session = botocore.session.get_session()
        self._lock = threading.Lock()
        self._models: dict[str, Any] = {}
        self._routes: dict[str, list[_Route]] = {}

    def resolve(
        self, service: str, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
    ) -> Operation:
        """The operation of a request that was signed for `service`."""
        models = self._candidates(service)
        target = headers.get("x-amz-target")
        if target:
            return self._by_target(models, target)
        if headers.get("smithy-protocol") == "rpc-v2-cbor" or "/operation/" in path:
            name = path.rsplit("/", 1)[-1]
            return Operation(models[0].service_name if models else "", name, "smithy-rpc-v2-cbor", {})
        rpc = [model for model in models if model.protocol in ("query", "ec2") or "query" in _protocols(model)]
        action = _action(query, headers, body) if rpc else ""
        if action:
            protocol = "ec2" if rpc[0].protocol == "ec2" else "query"
            return Operation(rpc[0].service_name, action, protocol, {})
        return self._by_route(models, method, path, query, headers)

    def _candidates(self, service: str) -> list[Any]:
        names = _APIS_OF_SIGNING_NAME.get(service, (service,))
        return [model for model in map(self._model, names) if model is not None]

    def _model(self, api: str) -> Any:
        with self._lock:
            if api not in self._models:
                try:
                    self._models[api] = self._session.get_service_model(api)
                except botocore.exceptions.UnknownServiceError:
                    self._models[api] = None
            return self._models[api]

    def _by_target(self, models: list[Any], target: str) -> Operation:
        prefix, _, name = target.rpartition(".")
        for model in models:
            if model.metadata.get("targetPrefix") == prefix:
                return Operation(model.service_name, name, "json", {})
        return Operation(models[0].service_name if models else "", name, "json", {})

    def _by_route(
        self, models: list[Any], method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str]
    ) -> Operation:
        best: tuple[tuple[int, int], Any, _Route, re.Match[str]] | None = None
        for model in models:
            for route in self._routes_of(model):
                match = route.pattern.fullmatch(path) if route.method == method else None
                score = route.score(query, headers) if match else None
                if match and score and (best is None or score > best[0]):
                    best = (score, model, route, match)
        if best is None:
            return Operation("", "", _rest_protocol(models), {})
        _, model, route, match = best
        params = {name: unquote(value) for name, value in match.groupdict().items()}
        return Operation(model.service_name, route.name, model.protocol, _unmangle(params))

    def _routes_of(self, model: Any) -> list[_Route]:
        routes = self._routes.get(model.service_name)
        if routes is None:
            routes = [] if "json" in _protocols(model) or model.protocol in ("query", "ec2") else _routes(model)
            self._routes[model.service_name] = routes
        return routes


def _protocols(model: Any) -> tuple[str, ...]:
    return tuple(model.metadata.get("protocols") or (model.protocol,))


def _rest_protocol(models: list[Any]) -> str:
    return str(models[0].resolved_protocol) if models else "json"


def _action(query: Mapping[str, str], headers: Mapping[str, str], body: bytes) -> str:
    if query.get("Action"):
        return query["Action"]
    if not headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return ""
    return parse_qs(body.decode("utf-8", "replace")).get("Action", [""])[0]


def _routes(model: Any) -> list[_Route]:
    operations = (model.operation_model(name) for name in model.operation_names)
    return [_route(operation) for operation in operations if not operation.deprecated]


def _route(operation: Any) -> _Route:
    path, _, fixed = operation.http["requestUri"].partition("?")
    query: list[tuple[str, str | None]] = []
    for part in filter(None, fixed.split("&")):
        name, equals, value = part.partition("=")
        query.append((name, value if equals else None))
    headers = []
    shape = operation.input_shape
    for member in shape.required_members if shape is not None else ():
        serialization = shape.members[member].serialization
        name = serialization.get("name", member)
        if serialization.get("location") == "querystring":
            query.append((name, None))
        elif serialization.get("location") == "header":
            headers.append(name.lower())
    literals = sum(1 for part in path.split("/") if part and "{" not in part)
    return _Route(operation.name, operation.http["method"], _pattern(path), tuple(query), tuple(headers), literals)


@lru_cache(maxsize=4096)
def _pattern(uri: str) -> re.Pattern[str]:
    """A regular expression for a request URI; a greedy label (`{Key+}`) spans slashes."""
    parts, position = [], 0
    for label in _LABEL.finditer(uri):
        parts.append(re.escape(uri[position : label.start()]))
        parts.append(f"(?P<{_mangle(label[1])}>{'.+' if label[2] else '[^/]+'})")
        position = label.end()
    parts.append(re.escape(uri[position:]))
    return re.compile("".join(parts).rstrip("/") + "/?", re.DOTALL)


def _mangle(label: str) -> str:
    """Labels such as `resource-arn` are no group names; '-' and '.' are written out."""
    return label.replace("-", "__dash__").replace(".", "__dot__")


def _unmangle(params: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("__dash__", "-").replace("__dot__", "."): value for name, value in params.items()}
