"""The traffic between the containers of a job is encrypted."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker_jobs
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="sagemaker-job-traffic-encryption",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=sagemaker_jobs.JOB_TYPES,
    summary="A training or monitoring job encrypts the traffic between its containers.",
    cause="Training data and weights pass between the instances in clear.",
    remedy="set enableInterContainerTrafficEncryption to true",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/train-encrypt.html",
    frameworks=(
        "AWS FSBP SageMaker.9",
        "AWS FSBP SageMaker.10",
        "AWS FSBP SageMaker.13",
        "AWS FSBP SageMaker.15",
    ),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A training job on one instance that says nothing of it has no such traffic."""
    found = list(sagemaker_jobs.jobs(resource))
    if not found:
        yield not_applicable("it defines no job itself")
    for job in found:
        switch = job.encrypts_traffic
        if switch.missing and resource.type in sagemaker_jobs.TRAINING_TYPES and _runs_alone(job):
            yield not_applicable("the job runs on one instance, so there is no traffic between instances")
        elif switch.missing:
            yield violation(switch, "is not set")
        elif switch.flag() is False:
            yield violation(switch, "is false")


def _runs_alone(job: sagemaker_jobs.Job) -> bool:
    if job.cluster.missing:
        return True  # a serverless job, or one whose instances the service chooses
    count = job.instances.number()
    return count == 1 or job.instances.unknown
