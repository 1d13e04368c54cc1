"""Every route of an HTTP API, and the connection to a WebSocket API, asks who is calling."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="apigatewayv2-route-authorization",
    family=Family.PUBLIC,
    severity=Severity.HIGH,
    resources=("aws:apigatewayv2/route:Route", "aws:apigatewayv2/api:Api"),
    summary="An HTTP route has an authorizer or IAM.",
    cause="Anybody can call what is behind the route, at your cost.",
    remedy="set authorizationType to AWS_IAM, JWT or CUSTOM; make routes of their own instead of a quick-create target",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html#apigateway-8",
    frameworks=("AWS FSBP APIGateway.8",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A message of an open WebSocket connection cannot be authorised any more."""
    key, kind = resource["routeKey"].text(), resource["authorizationType"]
    if resource["target"].present and resource.type.endswith(":Api"):
        yield violation(resource["target"], "makes a route without authorization")
    elif key is None or (" " not in key and key != "$connect"):
        yield not_applicable("only routes with a method, and $connect, can be authorised one by one")
    elif kind.missing:
        yield violation(kind, "is not set")
    elif kind.text() == "NONE":
        yield violation(kind, "is NONE")
