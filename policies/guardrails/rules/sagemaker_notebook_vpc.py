"""A notebook instance sits in a VPC of yours."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="sagemaker-notebook-vpc",
    family=Family.SAGEMAKER,
    severity=Severity.HIGH,
    resources=(sagemaker.NOTEBOOK,),
    summary="A notebook instance is in a VPC of your own.",
    cause="Its traffic passes a network of SageMaker, where none of your security groups and flow logs apply.",
    remedy="set subnetId and securityGroups of your VPC",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/appendix-notebook-and-internet-access.html",
    frameworks=("AWS FSBP SageMaker.2",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The subnet decides; SageMaker demands security groups with it."""
    if resource["subnetId"].missing:
        yield violation("subnetId", "is not set")
