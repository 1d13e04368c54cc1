"""A model's containers are named in one place, and each says what it runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import sagemaker
from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

MOST: Final = 15

RULE = Rule(
    id="sagemaker-model-containers",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(sagemaker.MODEL,),
    summary="A model has a primary container or up to 15 containers, each with an image or a package and one source.",
    cause="SageMaker rejects the model.",
    remedy="set primaryContainer or containers; in each, image or modelPackageName, and one source of the model's data",
    url="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """An empty or unknown list may still be one without containers: only what is certain counts."""
    primary, listed = resource["primaryContainer"], resource["containers"]
    count = sum(1 for _ in listed.each())
    if primary.present and count:
        yield violation(primary, "is set beside containers")
    elif primary.missing and not count and not listed.unknown:
        yield violation(primary, "is not set, nor are containers")
    if count > MOST:
        yield violation(listed, f"has {count} containers, more than {MOST}")
    yield from _hosts(listed)
    for container in sagemaker.containers(resource):
        yield from _contents(container)


def _hosts(listed: Props) -> Iterator[Finding]:
    """All containers of a pipeline have a host name, or none has."""
    names = [container["containerHostname"] for container in listed.each() if not container.unknown]
    if any(name.present for name in names):
        yield from (violation(name, "is not set, but for another container") for name in names if name.missing)


def _contents(container: Props) -> Iterator[Finding]:
    if container["image"].missing and container["modelPackageName"].missing:
        yield violation(container["image"], "is not set, nor is modelPackageName")
    if not container.unknown and container["modelDataUrl"].present and container["modelDataSource"].present:
        yield violation(container["modelDataUrl"], "is set beside modelDataSource")
