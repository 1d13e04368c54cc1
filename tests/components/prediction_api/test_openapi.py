"""The one document: valid OpenAPI, never open, the function's routes and limits, nothing of ours for clients."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from openapi_spec_validator import validate

from components.prediction_api.gateway_responses import ERRORS, gateway_responses
from components.prediction_api.openapi import HEALTH, ApiDocumentArgs, document, published
from domain.models.names import checked_model, checked_version
from domain.prediction.errors import ErrorCode, PredictionError
from domain.prediction.jobs import MAX_PENDING_S, JobRequest, job_state
from domain.prediction.limits import GATEWAY_TIMEOUT_S, MAX_ASYNC_ROWS, MAX_BODY_BYTES

KINDS = ("iam", "cognito", "api-key")
INVOKE = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:f:live/invocations"
METHODS = {"get", "post"}


def args(**given: Any) -> ApiDocumentArgs:
    return ApiDocumentArgs(**{"title": "predictions", "invoke_arn": INVOKE, "user_pool_arns": ("arn:pool",), **given})


def operations(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path}": operation
        for path, methods in found["paths"].items()
        for method, operation in methods.items()
    }


@pytest.mark.parametrize("authorization", KINDS)
@pytest.mark.parametrize("key_required", [True, False])
@pytest.mark.parametrize("open_health", [True, False])
@pytest.mark.parametrize("asynchronous", [True, False])
def test_it_is_openapi_and_asks_who_is_calling(
    authorization: Any, key_required: bool, open_health: bool, asynchronous: bool
) -> None:
    found = document(
        args(authorization=authorization, key_required=key_required, open_health=open_health, asynchronous=asynchronous)
    )
    validate(found)
    validate(published(found, "https://api.example.com/live"))
    schemes = set(found["components"]["securitySchemes"])
    for name, operation in operations(found).items():
        asked = {scheme for each in operation["security"] for scheme in each}
        if open_health and name == f"GET {HEALTH}":
            assert asked == set()
        else:
            assert asked == schemes, name
    expected = {"iam": {"iam"}, "cognito": {"cognito"}, "api-key": set()}[authorization]
    assert schemes == expected | ({"apiKey"} if key_required or authorization == "api-key" else set())


def test_the_routes_are_those_of_the_function() -> None:
    assert set(operations(document(args()))) == {
        "POST /v1/predict",
        "GET /v1/models",
        "GET /v1/models/{model}",
        "GET /v1/health",
        "POST /v1/predictions",
        "GET /v1/predictions/{id}",
    }
    assert not any("predictions" in path for path in document(args(asynchronous=False))["paths"])


def test_each_operation_calls_the_alias_and_is_validated() -> None:
    for operation in operations(document(args())).values():
        integration = operation["x-amazon-apigateway-integration"]
        assert (integration["type"], integration["httpMethod"], integration["uri"]) == ("aws_proxy", "POST", INVOKE)
        assert integration["timeoutInMillis"] == GATEWAY_TIMEOUT_S * 1000 == 29_000
        assert operation["x-amazon-apigateway-request-validator"] == "all"
        assert {"403", "429", "500"} <= set(operation["responses"])
    assert document(args())["x-amazon-apigateway-request-validators"]["all"] == {
        "validateRequestBody": True,
        "validateRequestParameters": True,
    }


def test_a_token_is_checked_against_pools_and_scopes() -> None:
    found = document(args(authorization="cognito", scopes=("predictions/invoke",)))
    scheme = found["components"]["securitySchemes"]["cognito"]
    assert scheme["x-amazon-apigateway-authtype"] == "cognito_user_pools"
    assert scheme["x-amazon-apigateway-authorizer"] == {"type": "cognito_user_pools", "providerARNs": ["arn:pool"]}
    assert operations(found)["POST /v1/predict"]["security"] == [{"cognito": ["predictions/invoke"]}]
    assert "401" in operations(found)["POST /v1/predict"]["responses"]


def test_what_is_published_has_no_word_of_ours() -> None:
    found = published(document(args(key_required=True)), "https://api.example.com/live")
    text = json.dumps(found)
    assert "x-amazon" not in text
    assert "arn:" not in text
    assert found["servers"] == [{"url": "https://api.example.com/live"}]


def test_for_clients_signature_and_key_are_asked_for_together() -> None:
    deployed = document(args(key_required=True))
    assert operations(deployed)["POST /v1/predict"]["security"] == [{"iam": []}, {"apiKey": []}]
    clients = published(deployed, "https://x")
    assert operations(clients)["POST /v1/predict"]["security"] == [{"iam": [], "apiKey": []}]


def request_schema(name: str, **given: Any) -> dict[str, Any]:
    found: dict[str, Any] = document(args(**given))["components"]["schemas"][name]
    return found


@pytest.mark.parametrize(
    "body",
    [
        {"rows": [[1, 2.5, "a", None]]},
        {"rows": [{"age": 3}], "model": "digits", "version": "2026.1", "probabilities": True},
    ],
)
def test_requests_that_pass(body: Any) -> None:
    jsonschema.validate(body, request_schema("PredictRequest"))


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"rows": []},
        {"rows": [1]},
        {"rows": [[1]], "more": 1},
        {"rows": [[1]], "probabilities": "yes"},
        {"rows": [[1]], "model": "../etc"},
        {"rows": [[1]], "version": "a/b"},
        {"rows": [[1]] * 4},
    ],
)
def test_requests_that_the_gateway_refuses(body: Any) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(body, request_schema("PredictRequest", max_rows=3))


def test_a_later_prediction_may_have_more_rows() -> None:
    assert request_schema("LargePredictRequest")["properties"]["rows"]["maxItems"] == MAX_ASYNC_ROWS


@pytest.mark.parametrize("name", ["a", "A", "a_b", "a" * 33, "ab\n", "-ab", "ok-1", "digits"])
def test_the_schema_and_the_function_agree_on_names(name: str) -> None:
    def accepted(check: Any) -> bool:
        try:
            check(name)
        except (ValueError, jsonschema.ValidationError):
            return False
        return True

    schema = request_schema("PredictRequest")["properties"]
    if "\n" not in name:  # Python's $ also matches before a last line break; the function's own check does not
        assert accepted(lambda text: jsonschema.validate(text, schema["model"])) == accepted(checked_model)
    assert accepted(lambda text: jsonschema.validate(text, schema["version"])) or not accepted(checked_version)


def reply_schema(name: str) -> dict[str, Any]:
    found = document(args())["components"]
    return {"additionalProperties": False, **found["schemas"][name], "components": found}


JOB = JobRequest(1, 2, "digits", "1", "live", False, [[1]], True)
SUCCEEDED = {"status": "succeeded", "version": "2", "predictions": ["a"], "inference_time_ms": 0.1, "probabilities": []}
FAILED = {"status": "failed", **PredictionError(ErrorCode.INVALID_ROW, "row 1", field="rows[1]").to_document()}


@pytest.mark.parametrize(("end", "now"), [(None, 2), (None, 1 + MAX_PENDING_S + 1), (SUCCEEDED, 2), (FAILED, 2)])
def test_a_later_prediction_is_told_as_the_document_says(end: Any, now: int) -> None:
    stored = None if end is None else json.dumps(end).encode()
    jsonschema.validate(job_state("0" * 32, JOB, stored, 1, now), reply_schema("Prediction"))


def test_api_gateways_own_text_cannot_break_the_reply() -> None:
    """`messageString` is escaped and brings its quotation marks; a message may quote what the caller sent."""
    template = gateway_responses()["DEFAULT_4XX"]["responseTemplates"]["application/json"]
    assert '"message": $context.error.messageString,' in template


def test_what_the_gateway_answers_has_the_shape_of_the_functions_errors() -> None:
    schema = document(args())["components"]["schemas"]["Error"]
    for name, response in gateway_responses().items():
        template = response["responseTemplates"]["application/json"]
        body = json.loads(template.replace("$context.error.messageString", '"said \\"so\\""'))
        jsonschema.validate(body, schema)
        assert body["error"]["request_id"] == "$context.requestId", name
        assert "integration" not in body["error"]["message"].lower()


def test_codes_that_both_sides_use_have_one_status() -> None:
    from domain.prediction.errors import STATUSES

    ours = set(ErrorCode)
    for error in ERRORS.values():
        if error.code in ours:
            assert STATUSES[ErrorCode(error.code)] == error.status, error


def test_a_caller_is_told_when_to_come_back_and_how_much_to_send() -> None:
    found = gateway_responses()
    for name in ("THROTTLED", "INTEGRATION_FAILURE"):
        assert found[name]["responseParameters"] == {"gatewayresponse.header.Retry-After": "'1'"}
    assert f"{MAX_BODY_BYTES // 1024 // 1024} MB" in ERRORS["REQUEST_TOO_LARGE"].message
    assert "statusCode" not in found["DEFAULT_4XX"], "each type of the group keeps its own"
