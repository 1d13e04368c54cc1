"""A layer is shared with named accounts or an organisation only."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="lambda-layer-permission-public",
    family=Family.PUBLIC,
    severity=Severity.HIGH,
    resources=("aws:lambda/layerVersionPermission:LayerVersionPermission",),
    summary="No layer is shared with everyone.",
    cause="Any AWS account downloads the layer, and reads what lies in it.",
    remedy="name the account in principal, or your organisation in organizationId",
    url="https://docs.aws.amazon.com/lambda/latest/dg/permissions-layer-cross-account.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A star with an organisation means its accounts."""
    principal = resource["principal"]
    if principal.text() == "*" and resource["organizationId"].missing:
        yield violation(principal, 'is "*" without organizationId')
