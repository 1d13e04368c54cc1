"""Concurrency is provisioned for a version or an alias: $LATEST takes none."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="lambda-provisioned-concurrency-version",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=("aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",),
    summary="Provisioned concurrency is for a version or an alias.",
    cause="Lambda rejects the configuration.",
    remedy="publish a version, and set qualifier to it or to an alias",
    url="https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The unpublished version changes under the environments that are kept warm."""
    qualifier = resource["qualifier"]
    if qualifier.text() == "$LATEST":
        yield violation(qualifier, "is $LATEST")
