"""The HTTP API as one OpenAPI 3.0.1 document: what API Gateway is made of, and what clients are made from.

API Gateway reads its own extensions in it: https://docs.aws.amazon.com/apigateway/latest/developerguide/
api-gateway-swagger-extensions.html. The published document is the same one without them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from components.prediction_api.gateway_responses import gateway_responses
from components.prediction_api.schemas import JSON, name_pattern, ref, schemas
from domain.prediction.limits import GATEWAY_TIMEOUT_S, MAX_ROUTING_KEY

VERSION: Final = "1.0.0"
EXTENSION: Final = "x-amazon-"
HEALTH: Final = "/v1/health"
VALIDATOR: Final = "all"
KEY_SCHEME: Final = "apiKey"

Authorization = Literal["iam", "cognito", "api-key"]
Document = dict[str, Any]

TEXTS: Final[Mapping[int, str]] = {
    400: "The request is not accepted; the reply names the field.",
    401: "No valid token.",
    403: "Not signed, not allowed, or no such path.",
    404: "No such model, version or prediction.",
    410: "The result has expired.",
    413: "The body is too large.",
    415: "Not JSON.",
    429: "Too many requests, or the quota is used up.",
    500: "Our fault.",
    503: "The model is loading or unavailable; see Retry-After.",
    504: "It took longer than API Gateway waits.",
}


@dataclass(frozen=True, kw_only=True)
class ApiDocumentArgs:
    """Inputs.

    Attributes:
        title: Name of the API.
        invoke_arn: What API Gateway calls: a text, or an output of the program.
        authorization: Who may call.
        user_pool_arns: Pools of ``cognito``.
        scopes: Scopes of which a token needs one.
        key_required: Whether a key of a usage plan is asked for as well.
        open_health: Whether ``/v1/health`` asks for nothing.
        asynchronous: Whether predictions can be fetched later.
        max_rows: Rows of one synchronous call.
        policy: Resource policy, or ``None``.
    """

    title: str
    invoke_arn: Any
    authorization: Authorization = "iam"
    user_pool_arns: Sequence[str] = ()
    scopes: Sequence[str] = ()
    key_required: bool = False
    open_health: bool = False
    asynchronous: bool = True
    max_rows: int = 1000
    policy: Mapping[str, Any] | None = None


def document(args: ApiDocumentArgs) -> Document:
    """The document that API Gateway imports."""
    found: Document = {
        "openapi": "3.0.1",
        "info": {"title": args.title, "version": VERSION, "description": "Predictions of machine-learning models."},
        "paths": _paths(args),
        "components": {
            "schemas": schemas(max_rows=args.max_rows, asynchronous=args.asynchronous),
            "securitySchemes": _schemes(args),
        },
        "x-amazon-apigateway-request-validators": {
            VALIDATOR: {"validateRequestBody": True, "validateRequestParameters": True}
        },
        "x-amazon-apigateway-gateway-responses": gateway_responses(),
    }
    return found if args.policy is None else {**found, "x-amazon-apigateway-policy": dict(args.policy)}


def published(found: Document, server: Any) -> Document:
    """The document for clients: no extension of API Gateway, and alternatives that OpenAPI would see are none.

    API Gateway asks for every scheme that a method lists; in OpenAPI a list is a choice, and what is in one of its
    objects is asked for together.

    Args:
        found: What :func:`document` made.
        server: Address of the API.
    """
    bare: Document = _without_extensions(found)
    for operations in bare["paths"].values():
        for operation in operations.values():
            together: dict[str, list[str]] = {name: [] for scheme in operation["security"] for name in scheme}
            operation["security"] = [together] if together else []
    return {**bare, "servers": [{"url": server}]}


def _without_extensions(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_extensions(item) for key, item in value.items() if not key.startswith(EXTENSION)}
    return [_without_extensions(item) for item in value] if isinstance(value, list) else value


def _paths(args: ApiDocumentArgs) -> Document:
    model = _parameter("model", "path", {"type": "string", "pattern": name_pattern()}, "Name of the model.")
    next_page = _parameter("next", "query", {"type": "string"}, "`next` of the page before.")
    routing = _parameter(
        "X-Routing-Key",
        "header",
        {"type": "string", "maxLength": MAX_ROUTING_KEY},
        "Calls with the same key get the same version while a candidate is tried.",
    )
    predict = _operation(args, "predict", "Predict", "PredictReply", (400, 404, 413, 415, 503, 504), (routing,))
    paths: Document = {
        "/v1/predict": {"post": _with_body(predict, "PredictRequest")},
        "/v1/models": {"get": _operation(args, "listModels", "List models", "ModelList", (400,), (next_page,))},
        "/v1/models/{model}": {
            "get": _operation(args, "getModel", "Describe a model", "Model", (400, 404, 503), (model,))
        },
        HEALTH: {"get": _operation(args, "health", "Whether the API can predict", "Health", (503,))},
    }
    if args.open_health:
        paths[HEALTH]["get"]["security"] = []
    return {**paths, **_later(args)} if args.asynchronous else paths


def _later(args: ApiDocumentArgs) -> Document:
    identifier = _parameter("id", "path", {"type": "string"}, "`id` of the reply to POST /v1/predictions.")
    submit = _operation(args, "submitPrediction", "Predict later", "Accepted", (400, 413, 415, 503), status=202)
    fetch = _operation(args, "getPrediction", "Fetch a prediction", "Prediction", (404, 410), (identifier,))
    return {
        "/v1/predictions": {"post": _with_body(submit, "LargePredictRequest")},
        "/v1/predictions/{id}": {"get": fetch},
    }


def _operation(
    args: ApiDocumentArgs,
    name: str,
    summary: str,
    reply: str,
    errors: Sequence[int],
    parameters: Sequence[Document] = (),
    status: int = 200,
) -> Document:
    replies = {str(status): _content("The answer.", reply)}
    for each in sorted({*errors, 403, 429, 500, *([401] if args.authorization == "cognito" else [])}):
        replies[str(each)] = _content(TEXTS[each], "Error")
    found: Document = {
        "operationId": name,
        "summary": summary,
        "responses": replies,
        "security": _security(args),
        "x-amazon-apigateway-request-validator": VALIDATOR,
        "x-amazon-apigateway-integration": {
            "type": "aws_proxy",
            "httpMethod": "POST",  # the only one that Lambda takes, whatever the caller's is
            "uri": args.invoke_arn,
            "passthroughBehavior": "when_no_match",
            "timeoutInMillis": GATEWAY_TIMEOUT_S * 1000,
        },
    }
    return {**found, "parameters": list(parameters)} if parameters else found


def _with_body(operation: Document, schema: str) -> Document:
    return {**operation, "requestBody": {"required": True, "content": {JSON: {"schema": ref(schema)}}}}


def _content(description: str, schema: str) -> Document:
    return {"description": description, "content": {JSON: {"schema": ref(schema)}}}


def _parameter(name: str, place: str, schema: Document, description: str) -> Document:
    return {"name": name, "in": place, "required": place == "path", "schema": schema, "description": description}


def _schemes(args: ApiDocumentArgs) -> Document:
    """The schemes in use. API Gateway knows a JWT as an API key in the header Authorization."""
    header = {"type": "apiKey", "in": "header"}
    found: Document = {}
    if args.authorization == "iam":
        signed = "AWS Signature Version 4 of the service execute-api."
        found["iam"] = {
            **header,
            "name": "Authorization",
            "description": signed,
            "x-amazon-apigateway-authtype": "awsSigv4",
        }
    if args.authorization == "cognito":
        pools = {"type": "cognito_user_pools", "providerARNs": list(args.user_pool_arns)}
        found["cognito"] = {
            **header,
            "name": "Authorization",
            "x-amazon-apigateway-authtype": "cognito_user_pools",
            "x-amazon-apigateway-authorizer": pools,
        }
    if _asks_for_key(args):
        found[KEY_SCHEME] = {**header, "name": "x-api-key"}
    return found


def _security(args: ApiDocumentArgs) -> list[Document]:
    found: list[Document] = []
    if args.authorization != "api-key":
        found.append({args.authorization: list(args.scopes) if args.authorization == "cognito" else []})
    return [*found, {KEY_SCHEME: []}] if _asks_for_key(args) else found


def _asks_for_key(args: ApiDocumentArgs) -> bool:
    return args.key_required or args.authorization == "api-key"
