"""What is asked again and again: each thing of the stack that answers at once, and how fast it promises to be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from domain.smoke import Finding, Outcome, Theme
from domain.smoke.undo import API, ROUTER
from lambdas.clients.endpoints import Target as EndpointTarget
from smoke.asks import api, endpoints, switching
from smoke.asks.endpoints import COMPONENTS, SETTING
from smoke.context import Context
from smoke.question import Question, ask


@dataclass(frozen=True)
class Target:
    """Something that answers.

    Attributes:
        name: For people.
        ask: Asks once, and judges the answer.
        objective_ms: Its 99th percentile as the settings promise it, in milliseconds; ``None`` where they do not.
    """

    name: str
    ask: Callable[[], Finding]
    objective_ms: float | None


def targets_of(context: Context, p99_ms: float | None = None) -> list[Target]:
    """The targets of a stack; inference components are none, for requests would keep them awake.

    Args:
        context: The stack.
        p99_ms: Objective of each target instead of the settings', in milliseconds.
    """
    stack, found = context.stack, []
    settings = stack.settings
    if settings.prediction_api.enabled and stack.text("predictionApiUrl") and not _waits_for_a_model(context):
        found.append(
            Target(API, partial(api.predicts, context), p99_ms or settings.prediction_api.alarms.latency_p99_ms)
        )
    router = stack.text("routerFunction")
    if settings.switching.enabled and router is not None:
        answer = partial(switching.router_answers, context, router)
        found.append(Target(ROUTER, answer, p99_ms or settings.switching.limits.p99_ms))
    names = stack.names("endpointNames")
    for path, setting in SETTING.items():
        if path is COMPONENTS or path.value not in names or not getattr(settings.inference, setting).enabled:
            continue
        answer = partial(endpoints.answers, context, EndpointTarget(names[path.value]))
        found.append(Target(f"endpoint {path.value}", answer, p99_ms))
    return found


def _waits_for_a_model(context: Context) -> bool:
    """Whether the API has no model, which the caller accepts; one that has, or does not say, is watched."""
    if not context.options.no_model_yet:
        return False
    return ask(Question(Theme.API, API, partial(api.predicts, context))).outcome is Outcome.LEFT_OUT
