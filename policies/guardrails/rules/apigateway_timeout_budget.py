"""Who calls waits long enough for who answers: API, state machine, function, endpoint."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import timeouts
from guardrails.rule import (
    Family,
    Finding,
    Level,
    Resource,
    Setting,
    Severity,
    Stack,
    StackRule,
    not_applicable,
    violation,
)

RULE = StackRule(
    id="apigateway-timeout-budget",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=timeouts.TYPES,
    summary="Timeouts add up from the API through state machine and function to the endpoint.",
    cause="The caller gets an error and asks again, while the work behind goes on and is paid for.",
    remedy="shorten what answers, or answer at once (202) and let the caller fetch the result",
    url="https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html",
    level=Level.ADVISORY,
    settings=(
        Setting("restSeconds", {"type": "number", "minimum": 0.05, "description": "Seconds that a REST API waits"}, 29),
        Setting(
            "httpSeconds", {"type": "number", "minimum": 0.05, "description": "Seconds that an HTTP API waits"}, 30
        ),
    ),
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """Follow each chain from its outermost caller, and name its first breach."""
    reached: set[str] = set()
    found = False
    for token in (timeouts.REST, timeouts.HTTP, timeouts.MACHINE, timeouts.FUNCTION):
        for caller in stack.of(token):
            if caller.urn not in reached:
                for wait in _chain(stack, caller, reached):
                    found = True
                    if wait.broken:
                        yield _breach(wait)
    if not found:
        yield not_applicable("nothing in the stack waits for an answer of something else in it")


def _chain(stack: Stack, caller: Resource, reached: set[str]) -> Iterator[timeouts.Wait]:
    defaults = {timeouts.REST: caller.number("restSeconds"), timeouts.HTTP: caller.number("httpSeconds")}
    reached.add(caller.urn)
    for wait in timeouts.waits(stack, caller, defaults):
        yield wait
        if not wait.broken:
            yield from _chain(stack, wait.callee, reached)
        reached.add(wait.callee.urn)


def _breach(wait: timeouts.Wait) -> Finding:
    problem = f"gives up after {wait.patience:g} s, but {wait.callee.name} may take {wait.duration:g} s"
    return violation(wait.where, problem, wait.caller)
