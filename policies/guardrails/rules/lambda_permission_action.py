"""A Lambda permission allows calls of the function, not everything."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="lambda-permission-action",
    family=Family.IAM,
    severity=Severity.HIGH,
    resources=("aws:lambda/permission:Permission",),
    summary="A Lambda permission allows calls of the function, not everything.",
    cause="Who may call the function may also change its code, and so take its role.",
    remedy="set action to lambda:InvokeFunction, or lambda:InvokeFunctionUrl for a URL",
    url="https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A wildcard holds lambda:UpdateFunctionCode."""
    action = resource["action"]
    if "*" in (action.text() or ""):
        yield violation(action, f"is {action.show()}")
