"""A function of production has concurrency of its own."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.environments import outside_production
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="lambda-function-concurrency",
    family=Family.LAMBDA,
    severity=Severity.LOW,
    resources=("aws:lambda/function:Function",),
    summary="A function of production has concurrency of its own.",
    cause="One function that runs away takes the concurrency of the account, and all others are throttled.",
    remedy="set reservedConcurrentExecutions to what the function may take",
    url="https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """-1 reserves nothing. Lambda@Edge cannot reserve any."""
    reserved = resource["reservedConcurrentExecutions"]
    if outside_production(resource):
        yield not_applicable("the stack serves no users")
    elif reserved.missing:
        yield violation(reserved, "is not set")
    elif reserved.number() == -1:
        yield violation(reserved, "is -1, which reserves nothing")
