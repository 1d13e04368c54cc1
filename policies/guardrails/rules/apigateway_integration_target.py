"""An integration says all that API Gateway needs to reach what is behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from guardrails.aws.apigateway_limits import INTEGRATION
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

MOCK: Final = "MOCK"
FUNCTION: Final = re.compile(r"arn:[^:]*:apigateway:[^:]*:lambda:path/.*")
PROXIED: Final = re.compile(r"arn:[^:]*:apigateway:[^:]*:(lambda|firehose):.*")

RULE = Rule(
    id="apigateway-integration-target",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=(INTEGRATION,),
    summary="A REST integration has an address and a method, POST for a function, and a VPC link when it uses one.",
    cause="API Gateway rejects the integration, or every call of it fails with 500.",
    remedy="set uri, integrationHttpMethod (POST for Lambda), and connectionId for VPC_LINK",
    url="https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The method of the caller and the one of the integration are two things: a GET calls a function with POST."""
    kind, uri, method = resource["type"].text(), resource["uri"], resource["integrationHttpMethod"]
    if kind not in {None, MOCK}:
        for node in (uri, method):
            if node.missing:
                yield violation(node, f"is not set for {kind}")
    address = uri.text() or ""
    if FUNCTION.match(address) and method.text() not in {None, "POST"}:
        yield violation(method, f"is {method.show()}, and Lambda takes POST only")
    if kind == "AWS_PROXY" and address and not PROXIED.match(address):
        yield violation(uri, f"is {uri.show()}, and AWS_PROXY reaches Lambda and Firehose only")
    if resource["connectionType"].text() == "VPC_LINK" and resource["connectionId"].missing:
        yield violation("connectionId", "is not set for VPC_LINK")
