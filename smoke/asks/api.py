"""The HTTP API: healthy, a known prediction, and what is wrong is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Final

from advisor.model.http_call import Api, api_of
from advisor.model.place import Place
from domain.smoke import Finding, Theme, failed, left_out, off, unknown
from domain.smoke.http import (
    HttpAnswer,
    has_no_model,
    judge_health,
    judge_prediction,
    judge_refusal,
    judge_status_is_ours,
)
from smoke.clients.http_calls import HttpCalls
from smoke.context import Context
from smoke.question import Question, stated

PREDICT: Final = "/v1/predict"
HEALTH: Final = "/v1/health"
MODELS: Final = "/v1/models"
NO_SUCH_MODEL: Final = "smoke-no-such-model"

Call = Callable[[HttpCalls], HttpAnswer]
Judge = Callable[[HttpAnswer], Finding]


def questions(context: Context) -> Iterator[Question]:
    """Health, a prediction, and three calls that must be refused."""
    if not context.stack.settings.prediction_api.enabled:
        yield stated(Theme.API, "http api", off("prediction_api is off"))
        return
    if context.stack.text("predictionApiUrl") is None:
        yield stated(Theme.API, "http api", failed("prediction_api is on and not deployed: deploy it"))
        return
    yield Question(Theme.API, "health", partial(_called, context, _health, _healthy(context), needs_model=True))
    yield Question(Theme.API, "prediction", partial(predicts, context))
    wrong: Sequence[tuple[str, dict[str, Any], tuple[int, ...]]] = (
        ("rows that are none are refused", {"rows": "none"}, (400,)),
        ("a model that is none is refused", {"rows": [[0]], "model": NO_SUCH_MODEL}, (404,)),
    )
    for name, body, expected in wrong:
        call = partial(_predict, body=body)
        yield Question(Theme.API, name, partial(_called, context, call, partial(judge_refusal, expected=expected)))
    yield Question(Theme.API, "a stranger is refused", partial(_stranger, context))


def calls_of(context: Context) -> HttpCalls:
    """What calls the stack's API as its settings want it.

    Raises:
        InputError: Its key cannot be read.
    """
    stack = context.stack
    place = Place(f"stack {stack.name}", None, stack.region, stack.outputs)
    api: Api = api_of(place, None, None, context.options.token)
    return HttpCalls(api, context.connections.credentials(), stack.region)


def predicts(context: Context) -> Finding:
    """Send the known rows."""
    rows = context.known.rows
    if rows is None:
        return unknown(f"{context.options.files} has no rows.json, so no request is known; add one for this model")
    judge = partial(judge_prediction, expected=rows.predictions, no_model_yet=context.options.no_model_yet)
    return _called(context, partial(_predict, body={"rows": list(rows.rows)}), judge, needs_model=True)


def _called(context: Context, call: Call, judge: Judge, *, needs_model: bool = False) -> Finding:
    authorization = context.stack.settings.prediction_api.access.authorization
    if authorization == "cognito" and context.options.token is None:
        return unknown("it asks for a token of its user pool: set PREDICTION_API_TOKEN")
    calls = calls_of(context)
    # On a stack without a model health and predictions are 503, which would spend its error budget and page somebody.
    if needs_model and context.options.no_model_yet and has_no_model(calls.call("GET", MODELS)):
        return left_out("there is no model, which --no-model-yet accepts")
    answer = call(calls)
    return judge_status_is_ours(answer) or judge(answer)


def _stranger(context: Context) -> Finding:
    """Somebody who shows nothing must not be let in."""
    answer = calls_of(context).call("GET", MODELS, shown=False)
    return judge_refusal(answer, (401, 403))


def _health(calls: HttpCalls) -> HttpAnswer:
    return calls.call("GET", HEALTH)


def _healthy(context: Context) -> Judge:
    return partial(judge_health, no_model_yet=context.options.no_model_yet)


def _predict(calls: HttpCalls, body: dict[str, Any]) -> HttpAnswer:
    return calls.call("POST", PREDICT, body)
