"""A Task state waits in a way that the service which it calls has."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.states_integrations import called
from guardrails.aws.states_language import MACHINE, states
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="sfn-task-pattern",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=(MACHINE,),
    summary="A Task state uses .sync and .waitForTaskToken only where the integration supports them.",
    cause="Step Functions rejects the definition: the resource is not recognized.",
    remedy="call the action without the suffix, and poll for its end or let it call back through a queue or a function",
    url="https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """An action that does not exist is another rule's."""
    for state in states(resource):
        if state.type == "Task":
            node = state.node["Resource"]
            call = called(node.text() or "")
            if call and call.exists and not call.waits_well:
                yield violation(node, f"is {node.show()}; {call.integration} has no .{call.pattern} for {call.action}")
