"""A function may run. A reservation of 0 is how a function is stopped in an emergency, and how it stays stopped."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, violation

RULE = Rule(
    id="lambda-function-switched-off",
    family=Family.LAMBDA,
    severity=Severity.MEDIUM,
    resources=("aws:lambda/function:Function",),
    summary="A function does not reserve a concurrency of 0.",
    cause="Every call is throttled: the function never runs.",
    remedy="leave reservedConcurrentExecutions out, or reserve 1 or more",
    url="https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """AWS writes no reservation as -1."""
    reserved = resource["reservedConcurrentExecutions"]
    if reserved.number() == 0:
        yield violation(reserved, "is 0, which switches the function off")
