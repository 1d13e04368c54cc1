"""A training job is isolated from the network or sits in a VPC."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker_jobs
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="sagemaker-training-network",
    family=Family.SAGEMAKER,
    severity=Severity.HIGH,
    resources=sagemaker_jobs.TRAINING_TYPES,
    summary="A training or tuning job has network isolation or a VPC.",
    cause="Code in the container, its packages included, can send the training data to any host on the internet.",
    remedy="set enableNetworkIsolation to true, or vpcConfig",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/train-vpc.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Each definition of a tuning job on its own."""
    found = list(sagemaker_jobs.jobs(resource))
    if not found:
        yield not_applicable("it defines no training job")
    for job in found:
        if job.vpc.missing and not job.isolation.flag() and not job.isolation.unknown:
            yield violation(job.isolation, "is not true and vpcConfig is not set")
