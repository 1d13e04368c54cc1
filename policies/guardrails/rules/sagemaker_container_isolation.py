"""The containers of models and training jobs have no network at all."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker, sagemaker_jobs
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="sagemaker-container-isolation",
    family=Family.SAGEMAKER,
    severity=Severity.MEDIUM,
    resources=(sagemaker.MODEL, *sagemaker_jobs.TRAINING_TYPES),
    summary="A model on instances or a training job has network isolation.",
    cause="Inside a VPC the container still reaches whatever the subnets route to.",
    remedy="set enableNetworkIsolation to true; SageMaker itself brings the data in and out",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html",
    frameworks=("AWS FSBP SageMaker.5",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A model that may be for serverless endpoints is left out: they support no isolation."""
    if resource.type == sagemaker.MODEL and not sagemaker.surely_on_instances(resource):
        yield not_applicable("it may be for serverless endpoints; sagemaker-model-network judges it with its stack")
        return
    jobs = sagemaker_jobs.jobs(resource)
    switches = (
        [resource["enableNetworkIsolation"]] if resource.type == sagemaker.MODEL else [job.isolation for job in jobs]
    )
    if not switches:
        yield not_applicable("it defines no training job")
    for switch in switches:
        if not switch.flag() and not switch.unknown:
            yield violation(switch, "is not true")
