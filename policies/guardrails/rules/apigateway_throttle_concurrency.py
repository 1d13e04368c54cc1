"""An API lets in no more calls at once than the function behind it may run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from guardrails.aws.apigateway_limits import HTTP_INTEGRATION, HTTP_STAGE, INTEGRATION, PLAN, SETTINGS
from guardrails.aws.lambda_callers import ALIAS, FUNCTION, functions_of
from guardrails.props import Props
from guardrails.rule import Family, Finding, Level, Resource, Severity, Stack, StackRule, not_applicable, violation

CALLS: Final = {INTEGRATION: ("restApi", "uri"), HTTP_INTEGRATION: ("apiId", "integrationUri")}
"""By type of integration, the properties made from its API and from what it calls."""
THROTTLES: Final[Mapping[str, tuple[str, str]]] = {
    SETTINGS: ("restApi", "settings.throttlingBurstLimit"),
    PLAN: ("apiStages", "throttleSettings.burstLimit"),
    HTTP_STAGE: ("apiId", "defaultRouteSettings.throttlingBurstLimit"),
}

RULE = StackRule(
    id="apigateway-throttle-concurrency",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(*THROTTLES, *CALLS, FUNCTION, ALIAS),
    summary="An API's burst limit is within the reserved concurrency of the functions that it calls.",
    cause="A burst that the API lets in is refused by Lambda: callers get 500 instead of 429.",
    remedy="lower the burst limit, or raise the function's reservedConcurrentExecutions",
    url="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """Burst and reservation are both calls at one time. A rate says nothing without the time that a call takes."""
    called = list(_called(stack))
    if not called:
        yield not_applicable("no API of the stack calls a function of it")
    for token, (api, limit) in THROTTLES.items():
        for throttle in stack.of(token):
            for urn, function in called:
                if urn in throttle.links.get(api, ()) and _is_for_all(throttle["methodPath"]):
                    yield from _judged(throttle, limit, function)


def _called(stack: Stack) -> Iterator[tuple[str, Resource]]:
    """API and function of each integration that waits for the function; an event waits in a queue of its own."""
    for token, (api, target) in CALLS.items():
        for integration in stack.of(token):
            if _waits(integration["requestParameters"]):
                for function in functions_of(stack, integration, target):
                    yield from ((urn, function) for urn in integration.links.get(api, ()))


def _waits(parameters: Props) -> bool:
    values = dict(parameters.items()).values()
    return not parameters.unknown and not any(value.text() == "'Event'" or value.unknown for value in values)


def _is_for_all(path: Props) -> bool:
    """True for the settings of all methods, and for a plan or a stage, which have no path."""
    return path.missing or path.text() == "*/*"


def _judged(throttle: Resource, limit: str, function: Resource) -> Iterator[Finding]:
    burst, reserved = throttle[limit].number(), function["reservedConcurrentExecutions"].number()
    if burst is not None and reserved is not None and 0 < reserved < burst:
        yield violation(limit, f"is {burst:g}, above the {reserved:g} calls that {function.name} may work on", throttle)
