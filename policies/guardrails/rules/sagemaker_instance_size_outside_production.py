"""An endpoint outside production has no accelerators and one instance for each variant."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.environments import outside_production
from guardrails.aws.instance_sizes import oversized
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="sagemaker-instance-size-outside-production",
    family=Family.COST,
    severity=Severity.LOW,
    resources=("aws:sagemaker/endpointConfiguration:EndpointConfiguration",),
    summary="An endpoint outside production runs on one small instance.",
    cause="Instances that run all day for a test cost as much as production's.",
    remedy="choose a smaller instance or a serverless variant, or exempt the stack with the reason",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/inference-cost-optimization.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A variant may scale later; it starts with what is said here."""
    if not outside_production(resource):
        yield not_applicable("the stack is not known to be outside production")
        return
    for variant in resource["productionVariants"].each():
        kind, count = variant["instanceType"], variant["initialInstanceCount"]
        why = oversized(kind.text() or "")
        if why:
            yield violation(kind, f"is {kind.show()}, which {why}")
        if (number := count.number()) is not None and number > 1:
            yield violation(count, f"is {count.show()}")
