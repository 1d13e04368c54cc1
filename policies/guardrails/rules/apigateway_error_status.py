"""An error of a function is an error for who calls the API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws.apigateway_limits import INTEGRATION
from guardrails.aws.lambda_callers import ALIAS, FUNCTION, functions_of
from guardrails.rule import Family, Finding, Level, Resource, Severity, Stack, StackRule, not_applicable, violation

RESPONSE: Final = "aws:apigateway/integrationResponse:IntegrationResponse"
OVERRIDE: Final = "responseOverride"
METHOD: Final = ("restApi", "resourceId", "httpMethod")

RULE = StackRule(
    id="apigateway-error-status",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(INTEGRATION, RESPONSE, FUNCTION, ALIAS),
    summary="A function behind a REST API without proxy has a response with a selectionPattern for its errors.",
    cause="Every error of the function is answered with the status of success, 200.",
    remedy="add an integrationResponse with a selectionPattern for errors, or use AWS_PROXY",
    url="https://docs.aws.amazon.com/apigateway/latest/developerguide/handle-errors-in-lambda-integration.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """Without any response in the stack they may be made elsewhere, and a template may set the status itself."""
    found = [each for each in stack.of(INTEGRATION) if each["type"].text() == "AWS" and _calls_function(stack, each)]
    if not found:
        yield not_applicable("no function is called without proxy")
    for integration in found:
        mine = [each for each in stack.of(RESPONSE) if all(_same(each, integration, name) for name in METHOD)]
        if mine and not any(map(_tells_errors, mine)):
            yield violation("type", "is AWS, and no response has a selectionPattern", integration)


def _calls_function(stack: Stack, integration: Resource) -> bool:
    return bool(functions_of(stack, integration, "uri")) or ":lambda:path/" in str(integration["uri"].text())


def _same(response: Resource, integration: Resource, name: str) -> bool:
    """Made from the same resource, or of the same text."""
    if set(response.links.get(name, ())) & set(integration.links.get(name, ())):
        return True
    text = response[name].text()
    return text is not None and text == integration[name].text()


def _tells_errors(response: Resource) -> bool:
    templates = dict(response["responseTemplates"].items()).values()
    return response["selectionPattern"].present or any(
        OVERRIDE in str(each.text()) or each.unknown for each in templates
    )
