"""A function URL answers the pages of named sites only."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="lambda-function-url-origins",
    family=Family.PUBLIC,
    severity=Severity.MEDIUM,
    resources=("aws:lambda/functionUrl:FunctionUrl",),
    summary="A function URL does not allow every origin.",
    cause="Any web page can call the function from its visitors' browsers.",
    remedy="name your sites in cors.allowOrigins",
    url="https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Without cors, browsers keep other origins out."""
    origins = resource["cors.allowOrigins"]
    if origins.missing:
        yield not_applicable("no page of another origin may call it")
    for origin in origins.each():
        if origin.text() == "*":
            yield violation(origin, 'is "*"')
