"""Who is to answer with the task token is given it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from guardrails.aws.states_integrations import TOKEN, called
from guardrails.aws.states_language import MACHINE, may_hold, states
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

HOLDS_TOKEN: Final = re.compile(
    r"\$\$(?!\.(Execution|State|StateMachine|Map)\b)"
    r"|\$states(?!\.(input|result|errorOutput|context\.(Execution|State|StateMachine|Map))\b)"
)
"""The context object, or a part of it that is or has the token, in both query languages."""

RULE = Rule(
    id="sfn-task-token",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=(MACHINE,),
    summary="A state that waits for a task token passes the token on.",
    cause="Nobody can answer: the execution waits until it times out, a year if nothing says otherwise.",
    remedy="pass the token in the state's Parameters ($$.Task.Token) or Arguments ($states.context.Task.Token)",
    url="https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The token may be anywhere in what is passed, alone or inside an expression."""
    for state in states(resource):
        call = called(state.node["Resource"].text() or "")
        if call and call.pattern == TOKEN and not may_hold(state.arguments, HOLDS_TOKEN):
            yield violation(state.node, "does not pass the task token")
