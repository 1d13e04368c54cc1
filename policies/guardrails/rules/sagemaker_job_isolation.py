"""A monitoring job has no network."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker_jobs
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="sagemaker-job-isolation",
    family=Family.SAGEMAKER,
    severity=Severity.MEDIUM,
    resources=sagemaker_jobs.MONITORING_TYPES,
    summary="A monitoring job definition or schedule has network isolation.",
    cause="The job's containers can send captured requests to any host.",
    remedy="set enableNetworkIsolation to true in the network configuration",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/sagemaker-controls.html",
    frameworks=(
        "AWS FSBP SageMaker.11",
        "AWS FSBP SageMaker.12",
        "AWS FSBP SageMaker.14",
    ),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A schedule that names a definition leaves the network to it."""
    found = list(sagemaker_jobs.jobs(resource))
    if not found:
        yield not_applicable("it defines no monitoring job itself")
    for job in found:
        if job.isolation.missing:
            yield violation(job.isolation, "is not set")
        elif job.isolation.flag() is False:
            yield violation(job.isolation, "is false")
