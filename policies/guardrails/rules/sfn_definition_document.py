"""A definition is a document that has states, and says with which of them it begins."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.states_language import MACHINE, definition_of, scopes
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="sfn-definition-document",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=(MACHINE,),
    summary="A definition is a JSON object with States, and each of its scopes has StartAt.",
    cause="Step Functions rejects the definition.",
    remedy="write the definition as JSON with StartAt and States, and each state as an object",
    url="https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The only rule that speaks of a definition that cannot be read: the others are silent about it."""
    document = definition_of(resource)
    if document.missing:
        yield violation("definition", "is no JSON object")
    elif not (document["States"].is_map or document["States"].unknown):
        yield violation(document["States"], "is no object")
    for scope in scopes(resource):
        if scope.node["StartAt"].missing:
            yield violation(scope.node["StartAt"], "is not set")
        for entry in scope.node["States"].items():
            if not (entry[1].is_map or entry[1].unknown):
                yield violation(entry[1], "is no object")
