"""A function's permission names who may call it, and a service only on behalf of known resources of yours."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="lambda-permission-public",
    family=Family.PUBLIC,
    severity=Severity.CRITICAL,
    resources=("aws:lambda/permission:Permission",),
    summary="A Lambda permission does not let everyone call the function.",
    cause="Any AWS account, or anybody by function URL, can run the function with its role.",
    remedy="name the service or account in principal, and set sourceArn or sourceAccount",
    url="https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html",
    frameworks=("AWS FSBP Lambda.1",),
)

PINS = ("sourceAccount", "sourceArn", "principalOrgId")


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """``*`` without a pin is open, and so is a permission for unauthenticated URLs."""
    auth = resource["functionUrlAuthType"]
    if auth.text() == "NONE":
        yield violation(auth, "is NONE")
    principal = resource["principal"]
    if principal.text() == "*" and all(resource[pin].missing for pin in PINS):
        yield violation(principal, 'is "*" without sourceArn, sourceAccount or principalOrgId')
