"""Who waits for whom, and how long: API, state machine, function, endpoint.

Sources: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html (integration timeouts),
https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html (60 s),
https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html (3 s unless set).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from guardrails.aws import sagemaker, states_language
from guardrails.aws.scale_to_zero import ENDPOINT, same
from guardrails.props import Props
from guardrails.rule import Resource, Stack

REST: Final = "aws:apigateway/integration:Integration"
HTTP: Final = "aws:apigatewayv2/integration:Integration"
FUNCTION: Final = "aws:lambda/function:Function"
ALIAS: Final = "aws:lambda/alias:Alias"
MACHINE: Final = "aws:sfn/stateMachine:StateMachine"
TYPES: Final = (REST, HTTP, FUNCTION, ALIAS, MACHINE, ENDPOINT, sagemaker.ENDPOINT_CONFIG)

ENDPOINT_SECONDS: Final = 60.0
"""How long a serverless endpoint may take for an answer, its cold start included."""
_FUNCTION_SECONDS: Final = 3.0
_EXPRESS_SECONDS: Final = 300.0
"""An express workflow's limit; only those can be waited for."""
_REQUESTS: Final = ("requestParameters", "requestTemplates")
_ADDRESSES: Final = {REST: "uri", HTTP: "integrationUri"}


@dataclass(frozen=True)
class Wait:
    """One caller that waits for one answer.

    Args:
        caller: Who waits.
        where: What says how long.
        patience: How long, in seconds; None when there is no limit, or none that can be known yet.
        callee: Who answers.
        duration: How long that may take; None when it cannot be known yet.
    """

    caller: Resource
    where: str
    patience: float | None
    callee: Resource
    duration: float | None

    @property
    def broken(self) -> bool:
        """True when the caller gives up before the answer comes."""
        return self.patience is not None and self.duration is not None and self.patience < self.duration


def waits(stack: Stack, caller: Resource, defaults: dict[str, float]) -> Iterator[Wait]:
    """Whom one resource waits for. ``defaults``: seconds that each type of API waits when it does not say."""
    if caller.type in _ADDRESSES:
        yield from _of_api(stack, caller, defaults[caller.type])
    elif caller.type == MACHINE:
        yield from _of_machine(stack, caller)
    else:
        for endpoint in stack.of(ENDPOINT):
            if endpoint.urn in caller.links.get("environment", ()) and _serverless(stack, endpoint):
                yield Wait(caller, "timeout", _seconds(caller), endpoint, ENDPOINT_SECONDS)


def _of_api(stack: Stack, api: Resource, default: float) -> Iterator[Wait]:
    if _asynchronous(api["requestParameters"]):
        return
    given = api["timeoutMilliseconds"]
    milliseconds = given.number()
    patience = None if given.unknown else default if milliseconds is None else milliseconds / 1000
    path = _ADDRESSES[api.type]
    for function in stack.of(FUNCTION):
        if _reaches(stack, api, path, function):
            yield Wait(api, "timeoutMilliseconds", patience, function, _seconds(function))
    for machine in stack.of(MACHINE):
        if _starts_and_waits(api, machine):
            yield Wait(api, "timeoutMilliseconds", patience, machine, _execution(machine))


def _of_machine(stack: Stack, machine: Resource) -> Iterator[Wait]:
    for task in states_language.tasks(machine["definition"].document()):
        patience = task.timeout.number()
        for function in stack.of(FUNCTION):
            if _is_named(function, task.function):
                yield Wait(machine, task.timeout.path, patience, function, _seconds(function))


def _seconds(function: Resource) -> float | None:
    timeout = function["timeout"]
    return _FUNCTION_SECONDS if timeout.missing else timeout.number()


def _execution(machine: Resource) -> float | None:
    document = machine["definition"].document()
    limit = document["TimeoutSeconds"]
    return _EXPRESS_SECONDS if limit.missing else limit.number()


def _reaches(stack: Stack, api: Resource, path: str, function: Resource) -> bool:
    if function.urn in api.links.get(path, ()):
        return True
    aliases = [each for each in stack.of(ALIAS) if function.urn in each.links.get("functionName", ())]
    if any(alias.urn in api.links.get(path, ()) for alias in aliases):
        return True
    address = api[path]
    arn = function["arn"]
    return address.is_text and str(arn.text()) in str(address.text())


def _starts_and_waits(api: Resource, machine: Resource) -> bool:
    kind = api["integrationSubtype"] if api.type == HTTP else api["uri"]
    waits_for_it = kind.is_text and "StartSyncExecution" in str(kind.text())
    return waits_for_it and any(machine.urn in api.links.get(name, ()) for name in _REQUESTS)


def _asynchronous(parameters: Props) -> bool:
    """True when the API only hands the request over: X-Amz-Invocation-Type is 'Event'."""
    named = [value for name, value in parameters.items() if name.lower().endswith(".x-amz-invocation-type")]
    return any(value.text() == "'Event'" for value in named)


def _serverless(stack: Stack, endpoint: Resource) -> bool:
    configs = [
        each for each in stack.of(sagemaker.ENDPOINT_CONFIG) if same(endpoint, "endpointConfigName", each, "name")
    ]
    return any(sagemaker.serverless_configs(config) for config in configs)


def _is_named(function: Resource, named: str | None) -> bool:
    for node in (function["arn"], function["name"]):
        if node.is_text and named in (node.text(), f"{node.text()}:$LATEST"):
            return True
    return False
