"""Provisioned concurrency is for production."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.environments import outside_production
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="sagemaker-provisioned-concurrency-outside-production",
    family=Family.COST,
    severity=Severity.LOW,
    resources=("aws:sagemaker/endpointConfiguration:EndpointConfiguration",),
    summary="A serverless endpoint outside production keeps no capacity warm.",
    cause="Provisioned concurrency is paid for every second, called or not.",
    remedy="leave provisionedConcurrency out for this stack",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A cold start outside production costs seconds, not users."""
    if not outside_production(resource):
        yield not_applicable("the stack is not known to be outside production")
        return
    for variant in resource["productionVariants"].each():
        warm = variant["serverlessConfig.provisionedConcurrency"]
        if warm.present:
            yield violation(warm, f"is {warm.show()}")
