"""How each kind of pattern is called: one attempt, an answer or a :class:`PatternError`. No circuit is in here."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Protocol

from botocore.exceptions import BotoCoreError

from lambdas import sdk
from lambdas.clients.bedrock_converse import BedrockConverse
from lambdas.clients.endpoints import ACCEPT, MAX_CONNECT_S, EndpointCallError, Endpoints, Target, rung
from lambdas.clients.function_predictions import FunctionPredictions
from lambdas.patterns.outcomes import Outcome, PatternError, failure, of_bedrock, of_endpoint, of_function, of_lambda
from lambdas.patterns.served import Kind, ServedPattern
from lambdas.telemetry import log

_CONVERSE: Final = ("messages", "system", "inferenceConfig")
_CONVERSE_TEXT: Final = 'a JSON object such as {"messages": [{"role": "user", "content": [{"text": "..."}]}]}'
_SHOWN: Final = 500


@dataclass(frozen=True)
class Call:
    """What a pattern is asked."""

    id: str
    body: bytes
    content_type: str


@dataclass(frozen=True)
class Answer:
    """What it answered; tokens are 0 where none are counted."""

    body: bytes
    content_type: str
    tokens_in: int = 0
    tokens_out: int = 0


class Caller(Protocol):
    """Asks one pattern."""

    def __call__(self, call: Call, timeout_s: float) -> Answer:
        """Return the answer within about `timeout_s` seconds.

        Raises:
            PatternError: There is none; says why.
        """
        ...


Clients = Callable[[float], Any]
"""Makes a client for a timeout in seconds."""


def caller_of(served: ServedPattern) -> Caller:
    """Return what calls a pattern; its client is made by the first call."""
    return caller_with(served, partial(client_for, _SERVICES[served.kind]))


def warm(served: ServedPattern) -> None:
    """Make the client of a pattern's full time limit, which takes longer than many an answer."""
    full_s = served.timeout_ms / 1000
    client_for(_SERVICES[served.kind], rung(full_s, full_s))


def caller_with(served: ServedPattern, clients: Clients) -> Caller:
    """Return what calls a pattern by clients of the caller's own."""
    return _SureCaller(served.pattern, _caller_by_kind(served, clients))


def _caller_by_kind(served: ServedPattern, clients: Clients) -> Caller:
    full_s = served.timeout_ms / 1000
    if served.kind is Kind.FUNCTION:
        return _FunctionCaller(FunctionPredictions(str(served.function), full_s, clients))
    if served.kind is Kind.BEDROCK:
        return _BedrockCaller(BedrockConverse(str(served.model), served.service_tier, full_s, clients))
    return _EndpointCaller(Endpoints(Target(str(served.endpoint), served.component), full_s, clients))


def client_for(service: str, timeout_s: float) -> Any:
    """Return the process's client whose calls take at most `timeout_s`, without retries."""
    connect = min(MAX_CONNECT_S, timeout_s / 10)
    return sdk.client(service, connect_timeout_s=connect, read_timeout_s=timeout_s - connect, attempts=1)


_SERVICES: Final[Mapping[Kind, str]] = {
    Kind.ENDPOINT: "sagemaker-runtime",
    Kind.COMPONENT: "sagemaker-runtime",
    Kind.FUNCTION: "lambda",
    Kind.BEDROCK: "bedrock-runtime",
}


@dataclass(frozen=True)
class _SureCaller:
    """Makes a PatternError of whatever else a call ends with, so that another pattern answers and a look goes on."""

    pattern: str
    caller: Caller

    def __call__(self, call: Call, timeout_s: float) -> Answer:
        try:
            return self.caller(call, timeout_s)
        except PatternError:
            raise
        except BotoCoreError as error:  # no credentials, for one
            raise failure(Outcome.UNAVAILABLE, type(error).__name__, str(error)) from error
        except Exception as error:  # whatever it is, it is logged whole
            log().exception("a call ended as nobody foresaw", extra={"pattern": self.pattern, "id": call.id})
            # Of the kind that no circuit counts: the request itself may be the reason, and others are answered.
            raise PatternError(Outcome.UNAVAILABLE, type(error).__name__, "the call broke off") from error


@dataclass(frozen=True)
class _EndpointCaller:
    endpoint: Endpoints

    def __call__(self, call: Call, timeout_s: float) -> Answer:
        try:
            return Answer(self.endpoint.invoke(call.body, call.content_type, timeout_s), ACCEPT)
        except EndpointCallError as error:
            raise of_endpoint(error.error) from error


@dataclass(frozen=True)
class _FunctionCaller:
    function: FunctionPredictions

    def __call__(self, call: Call, timeout_s: float) -> Answer:
        try:
            answer = self.function.predict(call.body, call.content_type, call.id, timeout_s)
        except EndpointCallError as error:
            raise of_lambda(error.error) from error
        failed = of_function(answer.status, *_error_of(answer.body)) if answer.status >= 300 else None
        if failed is not None:
            raise failed
        return Answer(answer.body, answer.content_type)


@dataclass(frozen=True)
class _BedrockCaller:
    model: BedrockConverse

    def __call__(self, call: Call, timeout_s: float) -> Answer:
        asked = _converse_request(call.body)
        try:
            found = self.model.converse(asked, timeout_s)
        except EndpointCallError as error:
            raise of_bedrock(error.error) from error
        document = {
            "message": found.message,
            "stopReason": found.stop_reason,
            "usage": {"inputTokens": found.tokens_in, "outputTokens": found.tokens_out},
        }
        return Answer(json.dumps(document, default=repr).encode(), ACCEPT, found.tokens_in, found.tokens_out)


def _converse_request(body: bytes) -> Mapping[str, Any]:
    """Read the caller's body; the model and the tier are the stack's, so no field of theirs is taken."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise failure(Outcome.REFUSED, "InvalidBody", f"the body is no JSON ({error}): {_CONVERSE_TEXT}") from error
    if not isinstance(found, dict) or not isinstance(found.get("messages"), list) or set(found) - set(_CONVERSE):
        accepted = f"accepted: {_CONVERSE_TEXT} with the fields {', '.join(_CONVERSE)}"
        raise failure(Outcome.REFUSED, "InvalidBody", f"the body is not what Converse takes; {accepted}")
    return found


def _error_of(body: bytes) -> tuple[str, str]:
    """Code and text of an error document of the prediction API; whatever else it is, its beginning is the text."""
    try:
        error = json.loads(body)["error"]
        return str(error["code"]), str(error["message"])
    except (ValueError, KeyError, TypeError):
        return "", body[:_SHOWN].decode("utf-8", "replace")
