"""What a function answers is not wrapped into a string once more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

BODY: Final = re.compile(r"\s*\$input\.json\(\s*['\"]\$\.body['\"]\s*\)\s*")

RULE = Rule(
    id="apigateway-body-template",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=("aws:apigateway/integrationResponse:IntegrationResponse",),
    summary="A response template does not pass on the body of a proxy answer as JSON.",
    cause="The body that a function writes for a proxy is a text: callers get a JSON string, and never its statusCode.",
    remedy="use an AWS_PROXY integration, or let the function return the object and the template pass $input.json('$')",
    url="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Only a template that is nothing else: one that also sets the status knows what it does."""
    templates = resource["responseTemplates"]
    if templates.missing:
        yield not_applicable("the answer is passed on as it is")
    for template in dict(templates.items()).values():
        if BODY.fullmatch(template.text() or ""):
            yield violation(template, f"is {template.show()}, which gives a JSON string")
