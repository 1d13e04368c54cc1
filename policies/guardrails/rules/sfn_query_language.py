"""A state uses the fields of its query language only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from guardrails.aws.states_language import JSONATA, JSONPATH, MACHINE, states
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

FOREIGN: Final[Mapping[str | None, tuple[str, ...]]] = {
    JSONATA: ("InputPath", "OutputPath", "Parameters", "ResultPath", "ResultSelector"),
    JSONPATH: ("Arguments", "Output"),
}
"""By language, the fields of the other one."""

RULE = Rule(
    id="sfn-query-language",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=(MACHINE,),
    summary="A JSONata state has no JSONPath fields, and a JSONPath state none of JSONata.",
    cause="Step Functions rejects the definition.",
    remedy="set QueryLanguage to JSONata for Arguments and Output, and to JSONPath for Parameters and paths",
    url="https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Assign belongs to both."""
    for state in states(resource):
        for name in FOREIGN.get(state.language, ()):
            if state.node[name].present:
                yield violation(state.node[name], f"is set for a {state.language} state")
