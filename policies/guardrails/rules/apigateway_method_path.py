"""Settings of a method name it as API Gateway does: without a slash in front."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.apigateway_limits import SETTINGS
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="apigateway-method-path",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(SETTINGS,),
    summary="A method path is <resource path>/<method> without a leading slash, or */*.",
    cause="API Gateway rejects the settings: the method setting path is not valid.",
    remedy="write methodPath as orders/GET, ~1/GET for the root, or */* for all",
    url="https://docs.aws.amazon.com/apigateway/latest/api/API_MethodSetting.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The path of a resource, from which programs make it, begins with one."""
    path = resource["methodPath"]
    text = path.text()
    if text is not None and (text.startswith("/") or "/" not in text):
        yield violation(path, f"is {path.show()}")
