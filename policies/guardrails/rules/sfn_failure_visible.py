"""A failure that was only told to somebody still ends the execution as failed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws.states_integrations import called
from guardrails.aws.states_language import MACHINE, Scope, State, reached, scopes
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, violation

TELLS: Final = {"sns": "publish", "sqs": "sendMessage", "events": "putEvents"}
GOES_ON: Final = ("Pass", "Succeed", "Wait")
WILDCARDS: Final = frozenset({"States.ALL", "States.TaskFailed"})

RULE = Rule(
    id="sfn-failure-visible",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(MACHINE,),
    summary="After a caught error that is only reported, the execution ends in a Fail state.",
    cause="The execution ends as SUCCEEDED: no alarm on ExecutionsFailed, and no caller, learns of the failure.",
    remedy="let the handler go on to a Fail state",
    url="https://docs.aws.amazon.com/step-functions/latest/dg/state-fail.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Who catches one error by name may well have expected it; only what takes all of them hides a failure."""
    for scope in scopes(resource):
        if scope.nested or scope.ways() is None:
            continue
        for state in scope.states:
            for catcher in state.catchers:
                handler = catcher.node["Next"]
                if WILDCARDS & catcher.names and _hides(scope, state, handler.text()):
                    yield violation(handler, f"is {handler.show()}, after which the execution succeeds")


def _hides(scope: Scope, failed: State, handler: str | None) -> bool:
    """True when all that follows is to tell. What also happens without an error is no handler, unless it tells."""
    after = reached(scope, handler)
    if (
        not after
        or handler == failed.node["Next"].text()
        or not all(_only_tells(scope.by_name[name]) for name in after)
    ):
        return False
    normal = reached(scope, scope.node["StartAt"].text(), errors=False)
    return handler not in normal or scope.by_name[handler].type == "Task"


def _only_tells(state: State) -> bool:
    call = called(state.node["Resource"].text() or "")
    return state.type in GOES_ON or (call is not None and TELLS.get(call.service) == call.action)
