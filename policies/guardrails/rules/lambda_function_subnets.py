"""A function in a VPC has subnets in more than one zone."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="lambda-function-subnets",
    family=Family.LAMBDA,
    severity=Severity.LOW,
    resources=("aws:lambda/function:Function",),
    summary="A function in a VPC has two subnets or more.",
    cause="When the zone fails, the function cannot run.",
    remedy="name subnets of two availability zones in vpcConfig.subnetIds",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html#lambda-5",
    frameworks=("AWS FSBP Lambda.5",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """In which zone a subnet lies cannot be seen here."""
    subnets = resource["vpcConfig.subnetIds"]
    if subnets.missing:
        yield not_applicable("the function is in no VPC")
    elif len(list(subnets.each())) == 1:
        yield violation(subnets, "names one subnet")
