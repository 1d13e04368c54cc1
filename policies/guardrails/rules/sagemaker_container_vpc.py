"""The containers of models and jobs are in a VPC."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker, sagemaker_jobs
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="sagemaker-container-vpc",
    family=Family.SAGEMAKER,
    severity=Severity.MEDIUM,
    resources=(sagemaker.MODEL, *sagemaker_jobs.JOB_TYPES),
    summary="A model on instances or a job is in a VPC of your own.",
    cause="Data and models come and go by a network of SageMaker, past your VPC endpoints and flow logs.",
    remedy="set vpcConfig with subnets and security groups",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A model that may be for serverless endpoints is left out: they support no VPC."""
    if resource.type == sagemaker.MODEL and not sagemaker.surely_on_instances(resource):
        yield not_applicable("it may be for serverless endpoints; sagemaker-model-network judges it with its stack")
        return
    places = (
        [resource["vpcConfig"]]
        if resource.type == sagemaker.MODEL
        else [job.vpc for job in sagemaker_jobs.jobs(resource)]
    )
    if not places:
        yield not_applicable("it defines no job itself")
    for place in places:
        if place.missing:
            yield violation(place, "is not set")
