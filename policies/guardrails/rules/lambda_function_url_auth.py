"""A function URL asks for IAM credentials."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="lambda-function-url-auth",
    family=Family.PUBLIC,
    severity=Severity.CRITICAL,
    resources=("aws:lambda/functionUrl:FunctionUrl",),
    summary="A function URL uses IAM authorisation.",
    cause="Everybody on the internet can run the function, at your cost and with its role.",
    remedy="set authorizationType to AWS_IAM, or put the function behind an API with authorisation",
    url="https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
    frameworks=("AWS FSBP Lambda.1",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """NONE is the only value that opens the URL."""
    auth = resource["authorizationType"]
    if auth.text() == "NONE":
        yield violation(auth, "is NONE")


@RULE.remediate
def remediate(resource: Resource) -> Mapping[str, object]:
    """Callers then sign their requests."""
    return {"authorizationType": "AWS_IAM"} if any(check(resource)) else {}
