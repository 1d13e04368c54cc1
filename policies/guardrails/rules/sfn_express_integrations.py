"""An Express workflow does not wait for jobs, tokens or activities."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.states_integrations import called, is_activity
from guardrails.aws.states_language import MACHINE, Scope, scopes
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="sfn-express-integrations",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=(MACHINE,),
    summary="An Express workflow calls services without .sync, .waitForTaskToken, activities or distributed maps.",
    cause="Step Functions rejects the definition.",
    remedy="make the workflow STANDARD, or start the long part as a Standard execution of its own",
    url="https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The items of a distributed map may be Express executions of a Standard machine."""
    express = resource["type"].text() == "EXPRESS"
    for scope in scopes(resource):
        if express or scope.node["ProcessorConfig.ExecutionType"].text() == "EXPRESS":
            yield from _waiting(scope)
        if express and scope.node["ProcessorConfig.Mode"].text() == "DISTRIBUTED":
            yield violation(scope.node["ProcessorConfig.Mode"], "is DISTRIBUTED in an Express workflow")


def _waiting(scope: Scope) -> Iterator[Finding]:
    for state in scope.states:
        node = state.node["Resource"]
        text = node.text() or ""
        call = called(text)
        if is_activity(text) or (call and call.pattern):
            yield violation(node, f"is {node.show()}, for which an Express workflow cannot wait")
