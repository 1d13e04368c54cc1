"""What SageMaker jobs write to S3 is encrypted with a customer's key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import sagemaker_jobs
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

OUTPUTS: Final = {
    "aws:sagemaker/labelingJob:LabelingJob": "outputConfig",
    "aws:sagemaker/flowDefinition:FlowDefinition": "outputConfig",
    "aws:sagemaker/deviceFleet:DeviceFleet": "outputConfig",
}
"""Types that are no jobs of the trained kind, with the object that says where their output goes."""

RULE = Rule(
    id="sagemaker-output-kms",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=tuple(OUTPUTS) + sagemaker_jobs.JOB_TYPES,
    summary="The output of a job, a labelling job, a review or a device fleet is encrypted with a KMS key of your own.",
    cause="Models, labels and findings about captured requests lie under a key that you can neither audit nor revoke.",
    remedy="set kmsKeyId of the output to your key",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The key may be unknown; that one is set is enough."""
    keys = [job.output_key for job in sagemaker_jobs.jobs(resource)]
    if resource.type in OUTPUTS:
        keys.append(resource[OUTPUTS[resource.type]]["kmsKeyId"])
    if not keys:
        yield not_applicable("it defines no output itself")
    for key in keys:
        if key.missing:
            yield violation(key, "is not set")
