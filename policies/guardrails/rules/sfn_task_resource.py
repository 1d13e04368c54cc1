"""A Task state calls something that Step Functions knows."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.states_integrations import called, is_activity, is_function
from guardrails.aws.states_language import MACHINE, states
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="sfn-task-resource",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=(MACHINE,),
    summary="A Task state's Resource is a function, an activity, or an integration that exists.",
    cause="Step Functions rejects the definition: the resource is not recognized.",
    remedy="call an action that has no integration of its own through arn:aws:states:::aws-sdk:<service>:<action>",
    url="https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Names of services and actions of the SDK are not known here, only that the first letter of both is small."""
    for state in states(resource):
        if state.type == "Task":
            node = state.node["Resource"]
            text = node.text()
            call = called(text or "")
            if text is not None and not (is_function(text) or is_activity(text) or (call and call.exists)):
                yield violation(node, f"is {node.show()}, which is no function, activity or integration")
