"""The volumes of a job's instances are encrypted with a customer's key."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker, sagemaker_jobs
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="sagemaker-job-volume-kms",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=sagemaker_jobs.JOB_TYPES,
    summary="The volumes of a training or monitoring job are encrypted with a KMS key of your own.",
    cause="Training data and captured requests lie on volumes whose key you can neither audit nor revoke.",
    remedy="set volumeKmsKeyId to your key",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Instances with NVMe disks encrypt them in hardware and reject a key."""
    applies = False
    for job in sagemaker_jobs.jobs(resource):
        if job.cluster.missing:
            continue
        if job.volume_key.present:
            applies = True
        elif sagemaker.has_volume(job.instance_type):
            applies = True
            yield violation(job.volume_key, "is not set")
    if not applies:
        yield not_applicable("it names no instances with a volume to encrypt")
