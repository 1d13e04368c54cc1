"""What a REST API does, read out of its OpenAPI document: pure.

Extensions: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
Limits: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sandbox.apigateway.document_parts import DocumentError, required, schemas

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch")
ANY: Final = "x-amazon-apigateway-any-method"
MAX_DOCUMENT_BYTES: Final = 6 * 1024 * 1024
TIMEOUT_MS: Final = (50, 29_000)
_LAMBDA: Final = re.compile(r"arn:[^:]+:apigateway:[^:]+:lambda:path/2015-03-31/functions/(?P<arn>.+)/invocations")


@dataclass(frozen=True, slots=True)
class Integration:
    """What is behind a method.

    Attributes:
        kind: `aws_proxy` or `mock`.
        uri: Of the function's invocation, stage variables not yet filled in; empty for `mock`.
        timeout_s: Longest wait for the function, 0.05 to 29.
        credentials: Role to call it with; empty for the function's resource policy.
        fields: The extension as it stands.
    """

    kind: str
    uri: str = ""
    timeout_s: float = 29.0
    credentials: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)

    def function_arn(self, variables: Mapping[str, str]) -> str | None:
        """The function (with its qualifier) that the URI names; None when it names none."""
        text = re.sub(r"\$\{stageVariables\.(\w+)\}", lambda name: variables.get(name[1], ""), self.uri)
        match = _LAMBDA.fullmatch(text)
        return match["arn"] if match else None


@dataclass(frozen=True, slots=True)
class Authorization:
    """Who may call a method.

    Attributes:
        kind: `NONE`, `AWS_IAM` or `COGNITO_USER_POOLS`.
        api_key: Whether a key of a usage plan is needed beside that.
        pools: ARNs of the user pools that may sign tokens.
        scopes: One of these is needed; none means an identity token.
    """

    kind: str = "NONE"
    api_key: bool = False
    pools: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """One method of one resource.

    Attributes:
        method: Upper case, or `ANY`.
        path: As the document has it (`/v1/models/{model}`).
        integration: What is behind it.
        authorization: Who may call it.
        validates_body: Whether bodies are held against their schema.
        validates_parameters: Whether required parameters must be there.
        schemas: Media type -> JSON Schema as text, with the document's components beside it.
        required: (`query`, `header` or `path`, name) of each required parameter.
    """

    method: str
    path: str
    integration: Integration
    authorization: Authorization
    validates_body: bool
    validates_parameters: bool
    schemas: Mapping[str, str]
    required: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ApiDocument:
    """A document that was understood.

    Attributes:
        routes: Every method.
        responses: Gateway responses of one's own by type.
        policy: Resource policy that the document brings, as JSON text; empty for none.
        key_source: `HEADER` or `AUTHORIZER`.
        binary_types: Media types that are passed on as base64.
        compress_from: Bytes from which replies are compressed; None for never.
        title: `info.title`.
        raw: The document.
    """

    routes: tuple[Route, ...]
    responses: Mapping[str, Mapping[str, Any]]
    policy: str
    key_source: str
    binary_types: tuple[str, ...]
    compress_from: int | None
    title: str
    raw: Mapping[str, Any]


EMPTY: Final = ApiDocument((), {}, "", "HEADER", (), None, "", {})


def read_document(content: bytes | str) -> ApiDocument:
    """The API that an OpenAPI 3.0 document in JSON or YAML describes.

    Raises:
        DocumentError: It is none, or uses something that the sandbox does not play.
    """
    if len(content) > MAX_DOCUMENT_BYTES:
        raise DocumentError(f"the document has {len(content)} bytes; accepted: at most {MAX_DOCUMENT_BYTES}")
    raw = _parsed(content)
    version = str(raw.get("openapi", ""))
    if not version.startswith("3.0"):
        raise DocumentError(f"openapi is {version!r}; accepted: 3.0.x (the sandbox reads no Swagger 2.0)")
    policy = raw.get("x-amazon-apigateway-policy")
    size = raw.get("x-amazon-apigateway-minimum-compression-size")
    return ApiDocument(
        routes=tuple(_routes(raw)),
        responses=raw.get("x-amazon-apigateway-gateway-responses") or {},
        policy=policy if isinstance(policy, str) else json.dumps(policy) if policy else "",
        key_source=str(raw.get("x-amazon-apigateway-api-key-source") or "HEADER").upper(),
        binary_types=tuple(raw.get("x-amazon-apigateway-binary-media-types") or ()),
        compress_from=None if size is None else int(size),
        title=str((raw.get("info") or {}).get("title") or ""),
        raw=raw,
    )


def _parsed(content: bytes | str) -> Mapping[str, Any]:
    import yaml  # a JSON document is YAML, too, but JSON's parser is much quicker

    try:
        try:
            raw = json.loads(content)
        except ValueError:
            raw = yaml.safe_load(content)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DocumentError(f"Unable to parse API definition because of a malformed document: {error}") from error
    if not isinstance(raw, dict):
        raise DocumentError("Invalid OpenAPI input: the document is no object")
    return raw


def _routes(raw: Mapping[str, Any]) -> Iterator[Route]:
    for path, item in (raw.get("paths") or {}).items():
        for key in (*METHODS, ANY):
            if key in item:
                where = f"{'any' if key == ANY else key} {path}"
                yield _route(raw, where, path, item, key)


def _route(raw: Mapping[str, Any], where: str, path: str, item: Mapping[str, Any], key: str) -> Route:
    operation = item[key]
    validator = operation.get("x-amazon-apigateway-request-validator") or raw.get(
        "x-amazon-apigateway-request-validator"
    )
    known = raw.get("x-amazon-apigateway-request-validators") or {}
    if validator and validator not in known:
        raise DocumentError(f"{where}: the request validator {validator!r} is not declared; known: {sorted(known)}")
    checks = known.get(validator) or {}
    return Route(
        method="ANY" if key == ANY else key.upper(),
        path=path,
        integration=_integration(operation.get("x-amazon-apigateway-integration"), where),
        authorization=_authorization(raw, operation, where),
        validates_body=bool(checks.get("validateRequestBody")),
        validates_parameters=bool(checks.get("validateRequestParameters")),
        schemas=schemas(raw, operation),
        required=tuple(required(raw, (*item.get("parameters", ()), *operation.get("parameters", ())))),
    )


def _integration(given: Mapping[str, Any] | None, where: str) -> Integration:
    if not given:
        raise DocumentError(f"{where}: No integration defined for method; add x-amazon-apigateway-integration")
    kind = str(given.get("type", "")).lower()
    if kind not in ("aws_proxy", "mock"):
        raise DocumentError(f"{where}: the integration's type is {kind!r}; the sandbox plays aws_proxy and mock")
    timeout = given.get("timeoutInMillis", TIMEOUT_MS[1])
    if not TIMEOUT_MS[0] <= float(timeout) <= TIMEOUT_MS[1]:
        raise DocumentError(f"{where}: Timeout should be between 50 ms and 29000 ms, and is {timeout}")
    uri = str(given.get("uri") or "")
    if kind == "aws_proxy" and ":lambda:path/" not in uri:
        raise DocumentError(f"{where}: the integration's uri is {uri!r}; accepted: a function's invocation ARN")
    credentials = str(given.get("credentials") or "")
    return Integration(kind, uri, float(timeout) / 1000, credentials, given)


def _authorization(raw: Mapping[str, Any], operation: Mapping[str, Any], where: str) -> Authorization:
    schemes = (raw.get("components") or {}).get("securitySchemes") or {}
    kind, api_key = "NONE", False
    pools: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    for name, wanted in _security(raw, operation):
        if name not in schemes:
            raise DocumentError(f"{where}: the security scheme {name!r} is not in components/securitySchemes")
        scheme = schemes[name]
        auth = str(scheme.get("x-amazon-apigateway-authtype", "")).lower()
        if auth == "awssigv4":
            kind = "AWS_IAM"
        elif auth == "cognito_user_pools":
            kind, scopes = "COGNITO_USER_POOLS", tuple(wanted)
            pools = tuple((scheme.get("x-amazon-apigateway-authorizer") or {}).get("providerARNs") or ())
        elif not auth and scheme.get("type") == "apiKey" and str(scheme.get("name", "")).lower() == "x-api-key":
            api_key = True
        else:
            raise DocumentError(f"{where}: the sandbox plays awsSigv4, cognito_user_pools and x-api-key, not {name!r}")
    override = str((operation.get("x-amazon-apigateway-auth") or {}).get("type", "")).upper()
    return Authorization(override or kind, api_key, pools, scopes)


def _security(raw: Mapping[str, Any], operation: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[str]]]:
    for alternative in operation.get("security", raw.get("security")) or ():
        yield from alternative.items()
