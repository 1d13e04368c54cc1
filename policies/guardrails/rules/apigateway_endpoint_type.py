"""A REST API or a domain has one type of endpoint, and VPC endpoints only when it is private."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.apigateway_limits import DOMAIN, ENDPOINT, REST_API
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="apigateway-endpoint-type",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(REST_API, DOMAIN),
    summary="An endpoint is EDGE, REGIONAL or PRIVATE, and only a private one names VPC endpoints.",
    cause="API Gateway rejects the API.",
    remedy="name one type in endpointConfiguration.types, and vpcEndpointIds for PRIVATE only",
    url="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """In Pulumi the types are one text."""
    config = resource["endpointConfiguration"]
    if config.missing:
        yield not_applicable("API Gateway's default holds")
    types = list(config["types"].each())
    if len(types) > 1:
        yield violation(config["types"], f"names {len(types)} types")
    for kind in types:
        if problem := ENDPOINT.problem(kind):
            yield violation(kind, problem)
        elif kind.text() in {"EDGE", "REGIONAL"} and any(True for _ in config["vpcEndpointIds"].each()):
            yield violation(config["vpcEndpointIds"], f"is set for {kind.show()}")
