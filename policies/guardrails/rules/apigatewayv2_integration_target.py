"""An integration of an HTTP API says all that API Gateway needs to reach what is behind it."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.apigateway_limits import HTTP_INTEGRATION
from guardrails.demands import if_set
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="apigatewayv2-integration-target",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=(HTTP_INTEGRATION,),
    summary="An integration has an address or a subtype, a method for HTTP, and a VPC link when it uses one.",
    cause="API Gateway rejects the integration.",
    remedy="set integrationUri or integrationSubtype, integrationMethod for HTTP, and connectionId for VPC_LINK",
    url="https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """An action of a service that is called directly has a subtype and no address."""
    kind, uri, subtype = resource["integrationType"].text(), resource["integrationUri"], resource["integrationSubtype"]
    if kind not in {None, "MOCK"} and uri.missing and subtype.missing:
        yield violation(uri, f"is not set for {kind}")
    if kind in {"HTTP", "HTTP_PROXY"} and resource["integrationMethod"].missing:
        yield violation("integrationMethod", f"is not set for {kind}")
    if uri.present and subtype.present:
        yield violation(subtype, "is set beside integrationUri")
    if resource["connectionType"].text() == "VPC_LINK" and resource["connectionId"].missing:
        yield violation("connectionId", "is not set for VPC_LINK")
    yield from if_set(resource["payloadFormatVersion"], "1.0", "2.0")
