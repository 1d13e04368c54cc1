"""An authorizer says who decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from guardrails.aws.apigateway_limits import AUTHORIZER, HTTP_AUTHORIZER
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

NEEDED: Final[Mapping[str, Mapping[str | None, tuple[str, ...]]]] = {
    AUTHORIZER: {
        "TOKEN": ("authorizerUri",),
        "REQUEST": ("authorizerUri",),
        "COGNITO_USER_POOLS": ("providerArns",),
    },
    HTTP_AUTHORIZER: {"REQUEST": ("authorizerUri",), "JWT": ("identitySources", "jwtConfiguration")},
}
"""By type of resource and of authorizer, what it cannot do without."""
DEFAULT: Final = "TOKEN"

RULE = Rule(
    id="apigateway-authorizer-source",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=tuple(NEEDED),
    summary="An authorizer names its function, its user pools, or its issuer.",
    cause="API Gateway rejects the authorizer.",
    remedy="set authorizerUri for a function, providerArns for Cognito, identitySources and jwtConfiguration for JWT",
    url="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Pulumi takes TOKEN for a REST API when nothing is said."""
    kind = resource["type" if resource.type == AUTHORIZER else "authorizerType"]
    chosen = DEFAULT if kind.missing else kind.text()
    for name in NEEDED[resource.type].get(chosen, ()):
        if resource[name].missing:
            yield violation(name, f"is not set for {chosen}")
