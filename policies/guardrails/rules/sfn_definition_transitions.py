"""Every state goes to a state that exists, and every state is gone to."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.states_language import MACHINE, Scope, reached, scopes
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="sfn-definition-transitions",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=(MACHINE,),
    summary="StartAt, Next and Default name states of their own scope, and every state is reached.",
    cause="Step Functions rejects the definition with MISSING_TRANSITION_TARGET.",
    remedy="name a state of the same States, and take out those that nothing leads to",
    url="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-transitions.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A state in a branch or a map can only go to those beside it."""
    for scope in scopes(resource):
        yield from _judged(scope)


def _judged(scope: Scope) -> Iterator[Finding]:
    """A wrong name also leaves a state that nothing reaches, so that one is spoken of only when all names are right."""
    targets = [scope.node["StartAt"], *(each for state in scope.states for each in state.transitions())]
    names = {name for name, _ in scope.node["States"].items()}
    wrong = [each for each in targets if not _exists(each.text(), names)]
    for each in wrong:
        yield violation(each, f"is {each.show()}, which is no state beside it")
    if wrong or scope.node["StartAt"].missing or scope.ways() is None:
        return
    found = reached(scope, scope.node["StartAt"].text())
    for state in scope.states:
        if state.name not in found:
            yield violation(state.node, "is a state that nothing leads to")


def _exists(target: str | None, names: set[str]) -> bool:
    """Names with two underscores are the engine's own, and are not seen among the states."""
    return target is None or target in names or target.startswith("__")
