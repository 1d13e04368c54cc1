"""Each kind of pattern is asked over real HTTP: what is sent, what is read, what an error becomes."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from functools import partial
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import NoCredentialsError

from lambdas.patterns.callers import Answer, Call, Caller, caller_of, caller_with
from lambdas.patterns.outcomes import Outcome, PatternError, UnhealthyPatternError
from lambdas.patterns.served import Kind, ServedPattern

CALL = Call("request-1", b'{"rows": [[1]]}', "application/json")
CHAT = Call("request-2", json.dumps({"messages": [{"role": "user", "content": [{"text": "hi"}]}]}).encode(), "text/x")
SERVICES = {
    Kind.ENDPOINT: "sagemaker-runtime",
    Kind.COMPONENT: "sagemaker-runtime",
    Kind.FUNCTION: "lambda",
    Kind.BEDROCK: "bedrock-runtime",
}
TARGETS: dict[Kind, dict[str, Any]] = {
    Kind.ENDPOINT: {"endpoint": "digits"},
    Kind.COMPONENT: {"endpoint": "digits", "component": "copy"},
    Kind.FUNCTION: {"function": "front:live"},
    Kind.BEDROCK: {"model": "amazon.nova-lite-v1:0", "service_tier": "flex"},
}


def client(url: str, service: str, timeout_s: float) -> Any:
    return boto3.client(
        service,
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="a",
        aws_secret_access_key="b",
        config=Config(read_timeout=timeout_s, connect_timeout=timeout_s, retries={"total_max_attempts": 1}),
    )


def served(kind: Kind) -> ServedPattern:
    return ServedPattern(
        pattern="x", kind=kind, timeout_ms=5000, content_types=frozenset(), max_bytes=10_000, **TARGETS[kind]
    )


@pytest.fixture
def calling(endpoint: Any) -> Callable[[Kind], Caller]:
    return lambda kind: caller_with(served(kind), partial(client, endpoint.url, SERVICES[kind]))


def proxied(status: int, document: object, **more: Any) -> dict[str, Any]:
    return {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": json.dumps(document), **more}


def test_an_endpoint(endpoint: Any, reply: Any, calling: Callable[[Kind], Caller]) -> None:
    endpoint.replies = [reply(body={"label": 7})]
    assert calling(Kind.ENDPOINT)(CALL, 5.0) == Answer(b'{"label": 7}', "application/json")
    path, headers, body = endpoint.requests[0]
    assert (path, body) == ("/endpoints/digits/invocations", CALL.body)
    assert headers["Content-Type"] == "application/json"


def test_a_component(endpoint: Any, calling: Callable[[Kind], Caller]) -> None:
    calling(Kind.COMPONENT)(CALL, 5.0)
    assert endpoint.requests[0][1]["X-Amzn-SageMaker-Inference-Component"] == "copy"


def test_the_function_is_asked_as_the_gateway_would(
    endpoint: Any, reply: Any, calling: Callable[[Kind], Caller]
) -> None:
    endpoint.replies = [reply(body=proxied(200, {"predictions": [1]}))]
    assert calling(Kind.FUNCTION)(CALL, 5.0) == Answer(b'{"predictions": [1]}', "application/json")
    path, headers, body = endpoint.requests[0]
    assert path == "/2015-03-31/functions/front%3Alive/invocations"
    assert headers["X-Amz-Invocation-Type"] == "RequestResponse"
    event = json.loads(body)
    assert (event["httpMethod"], event["resource"]) == ("POST", "/v1/predict")
    assert base64.b64decode(event["body"]) == CALL.body
    assert event["requestContext"]["requestId"] == event["headers"]["X-Routing-Key"] == "request-1"


@pytest.mark.parametrize(
    ("document", "outcome", "code"),
    [
        (proxied(400, {"error": {"code": "invalid_row", "message": "rows[0]"}}), Outcome.REFUSED, "invalid_row"),
        (
            proxied(503, {"error": {"code": "model_unavailable", "message": "x"}}),
            Outcome.UNAVAILABLE,
            "model_unavailable",
        ),
        (proxied(502, "broken"), Outcome.UNAVAILABLE, "502"),
        ({"errorType": "Exit", "errorMessage": "2026 Task timed out after 3.00 seconds"}, Outcome.TIMEOUT, "Timeout"),
        ({"errorMessage": "boom"}, Outcome.UNAVAILABLE, "NoReply"),
    ],
)
def test_what_the_function_says_is_read(
    endpoint: Any, reply: Any, calling: Callable[[Kind], Caller], document: Any, outcome: Outcome, code: str
) -> None:
    endpoint.replies = [reply(body=document)]
    with pytest.raises(PatternError) as raised:
        calling(Kind.FUNCTION)(CALL, 5.0)
    assert (raised.value.outcome, raised.value.code) == (outcome, code)


def test_a_body_of_the_function_that_is_base64(endpoint: Any, reply: Any, calling: Callable[[Kind], Caller]) -> None:
    body = {"statusCode": 200, "headers": {}, "body": base64.b64encode(b"\xff").decode(), "isBase64Encoded": True}
    endpoint.replies = [reply(body=body)]
    assert calling(Kind.FUNCTION)(CALL, 5.0).body == b"\xff"


def test_a_foundation_model(endpoint: Any, reply: Any, calling: Callable[[Kind], Caller]) -> None:
    message = {"role": "assistant", "content": [{"text": "hello"}]}
    usage = {"inputTokens": 3, "outputTokens": 5, "totalTokens": 8}
    said = {"output": {"message": message}, "stopReason": "end_turn", "usage": usage, "metrics": {"latencyMs": 1}}
    endpoint.replies = [reply(body=said)]
    answer = calling(Kind.BEDROCK)(CHAT, 5.0)
    assert (answer.tokens_in, answer.tokens_out) == (3, 5)
    assert json.loads(answer.body) == {
        "message": message,
        "stopReason": "end_turn",
        "usage": {"inputTokens": 3, "outputTokens": 5},
    }
    path, _, body = endpoint.requests[0]
    assert path == "/model/amazon.nova-lite-v1%3A0/converse"
    assert json.loads(body) == {**json.loads(CHAT.body), "serviceTier": {"type": "flex"}}


@pytest.mark.parametrize(
    "body",
    [
        b"\xff",
        b"[]",
        b"{}",
        b'{"messages": "hi"}',
        b'{"messages": [], "modelId": "other"}',
        b'{"messages": [{"role": 1}]}',
        b"[" * 100_000,
    ],
)
def test_a_body_that_converse_does_not_take_is_the_callers_mistake(
    endpoint: Any, calling: Callable[[Kind], Caller], body: bytes
) -> None:
    with pytest.raises(PatternError) as raised:
        calling(Kind.BEDROCK)(Call("a", body, "application/json"), 5.0)
    assert raised.value.outcome is Outcome.REFUSED
    assert not endpoint.requests


@pytest.mark.parametrize("kind", Kind)
def test_throttling_is_known_of_every_kind(
    endpoint: Any, reply: Any, calling: Callable[[Kind], Caller], kind: Kind
) -> None:
    code = "TooManyRequestsException" if kind is Kind.FUNCTION else "ThrottlingException"
    endpoint.replies = [reply(status=429, code=code)]
    with pytest.raises(PatternError) as raised:
        calling(kind)(CHAT, 5.0)
    assert (raised.value.outcome, len(endpoint.requests)) == (Outcome.THROTTLED, 1)


@pytest.mark.parametrize("kind", Kind)
def test_what_hangs_times_out_and_is_asked_once(
    endpoint: Any, reply: Any, calling: Callable[[Kind], Caller], kind: Kind
) -> None:
    endpoint.replies = [reply(hang=True)]
    with pytest.raises(PatternError) as raised:
        calling(kind)(CHAT, 0.2)
    endpoint.released.set()
    assert (raised.value.outcome, len(endpoint.requests)) == (Outcome.TIMEOUT, 1)


@pytest.mark.parametrize("kind", Kind)
def test_what_nobody_foresaw_is_this_patterns_failure_and_opens_no_circuit(
    kind: Kind, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(PatternError) as raised:
        caller_with(served(kind), lambda _timeout_s: object())(CHAT, 1.0)
    assert raised.value.outcome is Outcome.UNAVAILABLE
    assert not isinstance(raised.value, UnhealthyPatternError), "the request itself may be the reason"
    assert "AttributeError" in caplog.text


def test_an_answer_without_a_message_is_a_failure(endpoint: Any, reply: Any, calling: Callable[[Kind], Caller]) -> None:
    endpoint.replies = [reply(body={"stopReason": "end_turn"})]
    with pytest.raises(PatternError) as raised:
        calling(Kind.BEDROCK)(CHAT, 5.0)
    assert raised.value.outcome is Outcome.UNAVAILABLE


@pytest.mark.parametrize("kind", Kind)
def test_without_credentials_the_pattern_is_ill(kind: Kind) -> None:
    def no_client(_timeout_s: float) -> Any:
        raise NoCredentialsError

    with pytest.raises(UnhealthyPatternError):
        caller_with(served(kind), no_client)(CHAT, 1.0)


@pytest.mark.parametrize("kind", Kind)
def test_nobody_there(kind: Kind) -> None:
    with pytest.raises(PatternError) as raised:
        caller_with(served(kind), partial(client, "http://127.0.0.1:9", SERVICES[kind]))(CHAT, 1.0)
    assert raised.value.outcome is Outcome.UNAVAILABLE


@pytest.mark.parametrize("kind", Kind)
def test_the_functions_own_clients_do_not_retry(aws: None, monkeypatch: pytest.MonkeyPatch, kind: Kind) -> None:
    made: list[tuple[str, dict[str, Any]]] = []

    def note(service: str, **how: Any) -> Any:
        made.append((service, how))
        raise RuntimeError("no client is needed")

    monkeypatch.setattr("lambdas.sdk.client", note)
    with pytest.raises(PatternError):
        caller_of(served(kind))(CHAT, 5.0)
    assert made == [(SERVICES[kind], {"connect_timeout_s": 0.5, "read_timeout_s": 4.5, "attempts": 1})]
