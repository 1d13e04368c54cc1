"""A state machine that deploys an endpoint can do it twice, deploys what it trained, and waits for the end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws.states_data import argument, is_given
from guardrails.aws.states_integrations import Call, called
from guardrails.aws.states_language import MACHINE, Scope, State, reached, scopes
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, violation

SERVICE: Final = "sagemaker"
AGAIN: Final = ("updateEndpoint", "deleteEndpoint")
TELLS: Final = frozenset({"sns", "sqs", "events", "dynamodb"})
"""Services whose actions do not wait for an endpoint."""

RULE = Rule(
    id="sfn-endpoint-deployment",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(MACHINE,),
    summary="A machine that creates an endpoint can update it too, makes its configuration, and waits for InService.",
    cause="The next execution fails as the endpoint exists, an older model is deployed, or success is told too early.",
    remedy="create model and configuration under new names, update an endpoint that exists, and poll describeEndpoint",
    url="https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Only what is sure: names that are fixed or the caller's, and ways on which nobody can look at the endpoint."""
    found = list(scopes(resource))
    calls = [_call(state) for scope in found for state in scope.states]
    for scope in found:
        for state in scope.states:
            if _is(_call(state), "createEndpoint"):
                yield from _judged(scope, state, calls)


def _judged(scope: Scope, state: State, calls: list[Call | None]) -> Iterator[Finding]:
    name, config = argument(state, "EndpointName"), argument(state, "EndpointConfigName")
    if not any(_is(call, *AGAIN) for call in calls) and is_given(scope, state, name):
        yield violation(name, f"is {name.show()}, and nothing updates the endpoint when it exists")
    trains = any(_is(call, "createTrainingJob") for call in calls)
    if trains and not any(_is(call, "createEndpointConfig") for call in calls) and is_given(scope, state, config):
        yield violation(config, f"is {config.show()}, which is not made of the model that is trained here")
    after = [scope.by_name[name] for name in reached(scope, state.name) - {state.name}]
    if not scope.nested and all(map(_does_not_look, after)):
        yield violation(state.node, "is not followed by a look at the endpoint's status")


def _call(state: State) -> Call | None:
    return called(state.node["Resource"].text() or "")


def _is(call: Call | None, *actions: str) -> bool:
    return call is not None and call.is_action(SERVICE, *actions)


def _does_not_look(state: State) -> bool:
    call = _call(state)
    return state.type in {"Pass", "Choice", "Wait", "Succeed", "Fail"} or (call is not None and call.service in TELLS)
