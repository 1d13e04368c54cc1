"""An HTTP API that lets browsers send credentials says from where."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.apigateway_limits import HTTP_API
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="apigatewayv2-cors-credentials",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=(HTTP_API,),
    summary="An API that allows credentials names the origins that may send them.",
    cause="API Gateway rejects the API, as browsers reject such an answer.",
    remedy="name the origins in corsConfiguration.allowOrigins, or set allowCredentials to false",
    url="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A pattern such as https://* is another thing."""
    cors = resource["corsConfiguration"]
    if cors["allowCredentials"].missing or cors["allowCredentials"].flag() is False:
        yield not_applicable("the API allows no credentials")
    elif cors["allowCredentials"].flag() and "*" in cors["allowOrigins"].texts():
        yield violation(cors["allowOrigins"], "is * while allowCredentials is true")
