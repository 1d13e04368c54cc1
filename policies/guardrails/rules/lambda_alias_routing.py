"""An alias sends a share of its traffic to one other version."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.lambda_limits import WEIGHT
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="lambda-alias-routing",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=("aws:lambda/alias:Alias",),
    summary="An alias has at most one additional version, with a weight from 0 to 1.",
    cause="Lambda rejects the alias.",
    remedy="name one version in routingConfig.additionalVersionWeights, with a weight from 0.0 to 1.0",
    url="https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The rest goes to the version of the alias itself."""
    weights = resource["routingConfig.additionalVersionWeights"]
    if weights.missing:
        yield not_applicable("the alias is for one version")
    named = list(weights.items())
    if len(named) > 1:
        yield violation(weights, f"names {len(named)} versions")
    for _, weight in named:
        if problem := WEIGHT.problem(weight):
            yield violation(weight, problem)
