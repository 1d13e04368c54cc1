"""What API Gateway caches is encrypted."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import on
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="apigateway-cache-encryption",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=("aws:apigateway/methodSettings:MethodSettings",),
    summary="The cache of an API's stage is encrypted.",
    cause="Answers of the API lie in clear for as long as they are cached.",
    remedy="set settings.cacheDataEncrypted to true",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html",
    frameworks=("AWS FSBP APIGateway.5", "NIST 800-53 SC-28"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A stage without a cache has nothing to encrypt."""
    settings = resource["settings"]
    if settings["cachingEnabled"].flag():
        yield from on(settings["cacheDataEncrypted"])
    else:
        yield not_applicable("nothing is cached")
