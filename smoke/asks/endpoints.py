"""Endpoints in service, and answering a known request."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Final

from domain.routing import InferencePath
from domain.smoke import Finding, Theme, failed, left_out, off
from domain.smoke.endpoints import EndpointFacts, judge_answer, judge_endpoint
from lambdas.clients.endpoint_state import EndpointStates
from lambdas.clients.endpoints import EndpointCallError, Endpoints, Target
from smoke.context import Context
from smoke.question import Question, stated

ANSWER_S: Final = 65.0
"""A serverless endpoint has 60 s: https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html"""
SETTING: Final = {
    InferencePath.REALTIME_ENDPOINT: "realtime",
    InferencePath.SERVERLESS_INFERENCE: "serverless",
    InferencePath.INFERENCE_COMPONENTS: "components",
}
COMPONENTS: Final = InferencePath.INFERENCE_COMPONENTS


def questions(context: Context) -> Iterator[Question]:
    """Two for each endpoint that the settings have: is it in service, and does it answer."""
    settings, names = context.stack.settings.inference, context.stack.names("endpointNames")
    for path, setting in SETTING.items():
        there = names.get(path.value)
        if not settings.enabled or not getattr(settings, setting).enabled:
            yield stated(Theme.ENDPOINTS, path.value, _not_wanted(there, setting))
        elif there is None:
            yield stated(Theme.ENDPOINTS, path.value, failed(f"inference.{setting} is on and not deployed: deploy it"))
        else:
            target = Target(there, context.stack.text("componentName") if path is COMPONENTS else None)
            yield Question(Theme.ENDPOINTS, f"{path.value} in service", partial(_in_service, context, target))
            yield Question(Theme.ENDPOINTS, f"{path.value} answers", partial(answers, context, target))


def _not_wanted(there: str | None, setting: str) -> Finding:
    if there is None:
        return off(f"inference.{setting} is off")
    return failed(f"inference.{setting} is off, and endpoint {there} is deployed: deploy the settings")


def facts(context: Context, target: Target) -> EndpointFacts:
    """How an endpoint and its component stand."""
    states = EndpointStates(context.connections.client("sagemaker"))
    found = states.describe(target.endpoint)
    component = states.component(target.component) if target.component else None
    return EndpointFacts(
        target.endpoint,
        None if found is None else found.status,
        None if component is None else component.copies,
        None if component is None else component.status,
    )


def component_sleeps(context: Context) -> bool:
    """Whether the stack's inference component has no copy."""
    endpoint = context.stack.names("endpointNames").get(COMPONENTS.value)
    component = context.stack.text("componentName")
    if endpoint is None or component is None:
        return False
    return facts(context, Target(endpoint, component)).asleep


def _in_service(context: Context, target: Target) -> Finding:
    return judge_endpoint(facts(context, target), component=target.component is not None)


def answers(context: Context, target: Target) -> Finding:
    """Send the first known file; an endpoint that sleeps is not asked, for that would wake it up."""
    if target.component is not None and facts(context, target).asleep:
        return left_out("it is asleep (0 copies), and a request would wake it up without an answer")
    known = context.known.files[0]
    read_s = int(ANSWER_S)
    endpoints = Endpoints(target, ANSWER_S, lambda _s: context.connections.client("sagemaker-runtime", None, read_s, 1))
    try:
        body = endpoints.invoke(known.body, known.content_type, ANSWER_S)
    except EndpointCallError as error:
        return failed(f"{known.name} was not answered: {str(error)[:300]}")
    try:
        answer = json.loads(body)
    except ValueError:
        return failed(f"{known.name} was answered with {body[:80]!r}; expected: JSON")
    return judge_answer(answer, known.expected)
