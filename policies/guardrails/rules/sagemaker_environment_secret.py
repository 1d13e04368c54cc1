"""No credential stands in the environment of a SageMaker container."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import plain_secrets, sagemaker, sagemaker_jobs
from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="sagemaker-environment-secret",
    family=Family.SAGEMAKER,
    severity=Severity.HIGH,
    resources=(sagemaker.MODEL, *sagemaker_jobs.TRAINING_TYPES, sagemaker_jobs.DATA_QUALITY),
    summary="The environment of a model or job holds no credential.",
    cause="Everybody who may describe the model or job reads it, and it stays in the stack's history.",
    remedy="keep it in Secrets Manager, and let the container read it with its role",
    url="https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Look at every variable; a value that is not known yet cannot be a literal of the program."""
    environments = [environment for environment in _environments(resource) if environment.present]
    if not environments:
        yield not_applicable("there is no environment")
    for environment in environments:
        for name, value in environment.items():
            if value.is_text and (kind := plain_secrets.in_variable(name, str(value.text()))) is not None:
                yield violation(value, f"holds {kind}")


def _environments(resource: Resource) -> Iterator[Props]:
    if resource.type == sagemaker.MODEL:
        yield from (container["environment"] for container in sagemaker.containers(resource))
    elif resource.type == sagemaker_jobs.DATA_QUALITY:
        yield resource["dataQualityAppSpecification.environment"]
    else:
        yield from (job.network["environment"] for job in sagemaker_jobs.jobs(resource))
