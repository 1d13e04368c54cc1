"""A target gets one input: a JSON text, a part of the event, or what a template makes of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from guardrails.aws import events
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

WAYS: Final = ("input", "inputPath", "inputTransformer")

RULE = Rule(
    id="cloudwatch-event-target-input",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(events.TARGET,),
    summary="A target has one of input, inputPath and inputTransformer; input is JSON, and inputPath starts with $.",
    cause="EventBridge rejects the target.",
    remedy="keep one of the three; write a plain text for input in quotes, as JSON has it",
    url="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Without any of them the target gets the whole event."""
    ways = [way for way in WAYS if resource[way].present]
    if not ways:
        yield not_applicable("the target gets the event as it is")
    for extra in ways[1:]:
        yield violation(extra, f"is set beside {ways[0]}")
    text, path = resource["input"].text(), resource["inputPath"].text()
    if text and not _is_json(text):
        yield violation("input", "is not valid JSON")
    if path and not path.startswith("$"):
        yield violation("inputPath", f"is {resource['inputPath'].show()}, which does not start with $")


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
