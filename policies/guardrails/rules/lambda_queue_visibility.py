"""A message stays hidden while a function works on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws.lambda_callers import ALIAS, FUNCTION, functions_of
from guardrails.rule import Family, Finding, Resource, Setting, Severity, Stack, StackRule, not_applicable, violation

QUEUE: Final = "aws:sqs/queue:Queue"
MAPPING: Final = "aws:lambda/eventSourceMapping:EventSourceMapping"
DEFAULT_VISIBILITY: Final = 30
DEFAULT_TIMEOUT: Final = 3
"""Seconds, where nothing is said."""


RULE = StackRule(
    id="lambda-queue-visibility",
    family=Family.LAMBDA,
    severity=Severity.HIGH,
    resources=(QUEUE, MAPPING, FUNCTION, ALIAS),
    summary="A queue's visibility timeout is not shorter than the timeout of the function that reads it.",
    cause="Lambda rejects the mapping; a message that comes back too early is worked on twice.",
    remedy="raise visibilityTimeoutSeconds, at best to six times the timeout of the function",
    url="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
    settings=(
        Setting(
            "times",
            {"type": "integer", "minimum": 1, "maximum": 10, "description": "Times the timeout; AWS recommends 6"},
            1,
        ),
    ),
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """Six times the timeout, times a factor of the organisation, is what AWS recommends."""
    functions = stack.of(FUNCTION)
    for mapping in stack.of(MAPPING):
        function = functions_of(stack, mapping, "functionName")
        for queue in stack.of(QUEUE):
            if queue.urn in mapping.links.get("eventSourceArn", ()):
                for reader in function:
                    yield from _judged(queue, reader)
    if not functions:
        yield not_applicable("the stack has no function")


def _judged(queue: Resource, reader: Resource) -> Iterator[Finding]:
    hidden, timeout = queue["visibilityTimeoutSeconds"], reader["timeout"]
    seconds = DEFAULT_VISIBILITY if hidden.missing else hidden.number()
    longest = DEFAULT_TIMEOUT if timeout.missing else timeout.number()
    if seconds is None or longest is None:
        return
    needed = longest * reader.number("times")
    if seconds < needed:
        problem = f"is {seconds:g} s, shorter than the {needed:g} s that {reader.name} needs"
        yield violation("visibilityTimeoutSeconds", problem, queue)
