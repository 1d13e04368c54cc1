"""Every method of a REST API asks who is calling."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="apigateway-method-authorization",
    family=Family.PUBLIC,
    severity=Severity.HIGH,
    resources=("aws:apigateway/method:Method",),
    summary="A REST method has an authorizer, IAM, or an API key.",
    cause="Anybody can call what is behind the method, at your cost.",
    remedy="set authorization to AWS_IAM, COGNITO_USER_POOLS or CUSTOM",
    url="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A key is weak, but somebody was given it."""
    authorization = resource["authorization"]
    if resource["httpMethod"].text() == "OPTIONS":
        yield not_applicable("browsers ask for OPTIONS before they can authorise")
    elif resource["apiKeyRequired"].flag():
        yield not_applicable("an API key is required")
    elif authorization.text() == "NONE":
        yield violation(authorization, "is NONE")
