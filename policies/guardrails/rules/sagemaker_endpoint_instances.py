"""A production endpoint runs on two instances, so that one may fail."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import environments, sagemaker
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="sagemaker-endpoint-instances",
    family=Family.SAGEMAKER,
    severity=Severity.MEDIUM,
    resources=(sagemaker.ENDPOINT_CONFIG,),
    summary="A production variant starts on two instances or more.",
    cause="When its one instance or Availability Zone fails, nothing answers until another has started.",
    remedy="set initialInstanceCount to 2 or more",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/best-practices.html",
    frameworks=("AWS FSBP SageMaker.4",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Serverless variants have no instances, and managed scaling chooses their number itself."""
    if not environments.is_production(resource):
        yield not_applicable("the stack is not known to be production")
        return
    counts = [
        variant["initialInstanceCount"]
        for variant in resource["productionVariants"].each()
        if not sagemaker.is_serverless(variant) and variant["managedInstanceScaling"].missing
    ]
    if not counts:
        yield not_applicable("no variant has a fixed number of instances to start with")
    for count in counts:
        if count.missing or ((number := count.number()) is not None and number < 2):
            yield violation(count, f"is {count.show()}")
