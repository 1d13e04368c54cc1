"""A model's artifacts come from S3, and from buckets that the organisation trusts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Final

from guardrails.aws import sagemaker
from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Setting, Severity, not_applicable, violation

_S3: Final = re.compile(
    r"s3://([^/]+)"
    r"|https://([^/]+)\.s3[.-][a-z0-9.-]*amazonaws\.com(?:\.cn)?/"
    r"|https://s3[.-][a-z0-9.-]*amazonaws\.com(?:\.cn)?/([^/]+)"
)

RULE = Rule(
    id="sagemaker-model-data-source",
    family=Family.SAGEMAKER,
    severity=Severity.HIGH,
    resources=(sagemaker.MODEL,),
    summary="A model's artifacts come from a trusted bucket.",
    cause="A model archive is code: whoever can write it, or the connection it comes by, runs in your endpoint.",
    remedy="copy the archive to a bucket of yours and name it as s3://bucket/key",
    url="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html",
    settings=(
        Setting(
            "buckets",
            {"type": "array", "items": {"type": "string"}, "description": "Buckets (globs) that models may come from"},
            ["*"],
        ),
    ),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """SageMaker takes S3 addresses in both spellings."""
    sources = [source for container in sagemaker.containers(resource) for source in _sources(container)]
    if not sources:
        yield not_applicable("the containers name no artifacts, as a model package or an image that holds its model")
    for source in sources:
        address = source.text()
        if address is None:
            continue
        found = _S3.match(address)
        if found is None:
            yield violation(source, f"is {source.show()}, which is no address in S3")
            continue
        bucket = next(filter(None, found.groups()))
        if not any(fnmatchcase(bucket, glob) for glob in resource.texts("buckets")):
            yield violation(source, f"is in the bucket {bucket}, which is not among the trusted")


def _sources(container: Props) -> Iterator[Props]:
    blocks = [container["modelDataSource"], *container["additionalModelDataSources"].each()]
    data = [part["s3Uri"] for block in blocks for part in block["s3DataSources"].each()]
    yield from (node for node in (container["modelDataUrl"], *data) if node.present)
