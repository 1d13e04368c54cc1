"""An API waits for an answer as long as API Gateway lets it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws.apigateway_limits import HTTP_INTEGRATION, HTTP_TIMEOUT, INTEGRATION
from guardrails.demands import within
from guardrails.rule import Family, Finding, Resource, Rule, Setting, Severity, not_applicable

LEAST: Final = HTTP_TIMEOUT.least
STREAMED: Final = 900_000

RULE = Rule(
    id="apigateway-integration-timeout",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(INTEGRATION, HTTP_INTEGRATION),
    summary="An integration's timeout is from 50 ms to 29 s for a REST API, and to 30 s for an HTTP API.",
    cause="API Gateway rejects the integration; a longer call has to be answered in another way anyway.",
    remedy="set timeoutMilliseconds within the limits; answer longer work with 202 and let the caller fetch the result",
    url="https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html",
    settings=(
        Setting("restMilliseconds", {"type": "integer", "minimum": 50, "description": "The account's quota"}, 29000),
        Setting(
            "httpMilliseconds",
            {"type": "integer", "minimum": 50, "maximum": 30000, "description": "Longest time of an HTTP API"},
            HTTP_TIMEOUT.most,
        ),
    ),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Regional and private REST APIs can get a higher quota. An answer that is streamed may take 15 minutes."""
    timeout, mode = resource["timeoutMilliseconds"], resource["responseTransferMode"]
    if timeout.missing:
        yield not_applicable("the default of API Gateway holds")
    elif resource.type == HTTP_INTEGRATION:
        yield from within(timeout, LEAST, resource.number("httpMilliseconds"))
    elif mode.missing or mode.text() == "BUFFERED":
        yield from within(timeout, LEAST, resource.number("restMilliseconds"))
    else:
        yield from within(timeout, LEAST, STREAMED)
