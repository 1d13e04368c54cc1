"""The modes of a model's containers and the kinds of its data are ones that SageMaker knows."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker, sagemaker_models, service_model
from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="sagemaker-model-values",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(sagemaker.MODEL,),
    summary="A model's modes, host names and kinds of data are ones that SageMaker takes.",
    cause="SageMaker rejects the model.",
    remedy="write the value as SageMaker spells it; a prefix of objects ends with a slash",
    url="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3ModelDataSource.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Several models in one container come by modelDataUrl, never by modelDataSource."""
    yield from service_model.refused(resource.props, sagemaker_models.MODEL)
    for container in sagemaker.containers(resource):
        yield from service_model.refused(container, sagemaker_models.CONTAINER)
        if container["mode"].text() == "MultiModel" and container["modelDataSource"].present:
            yield violation(container["modelDataSource"], "is set for a container with many models")
        for block in (container["modelDataSource"], *container["additionalModelDataSources"].each()):
            for source in block["s3DataSources"].each():
                yield from _source(source)


def _source(source: Props) -> Iterator[Finding]:
    yield from service_model.refused(source, sagemaker_models.SOURCE)
    where = source["s3Uri"].text()
    if where is not None and source["s3DataType"].text() == "S3Prefix" and not where.endswith("/"):
        yield violation(source["s3Uri"], f"is {source['s3Uri'].show()}, a prefix that does not end with a slash")
