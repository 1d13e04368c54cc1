"""A notebook instance has no direct way to the internet."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="sagemaker-notebook-internet",
    family=Family.SAGEMAKER,
    severity=Severity.HIGH,
    resources=(sagemaker.NOTEBOOK,),
    summary="A notebook instance has no direct internet access.",
    cause="Data that the notebook can read can leave by a network that nobody watches, past the VPC's controls.",
    remedy="set directInternetAccess to Disabled, with subnetId and securityGroups of a VPC",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/appendix-notebook-and-internet-access.html",
    frameworks=("AWS FSBP SageMaker.1",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """AWS enables it unless told otherwise."""
    access = resource["directInternetAccess"]
    if access.missing:
        yield violation(access, "is not set, and AWS then enables it")
    elif (access.text() or "Disabled") != "Disabled":
        yield violation(access, f"is {access.show()}")
