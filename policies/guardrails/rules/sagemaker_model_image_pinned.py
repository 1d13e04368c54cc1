"""A container image that SageMaker runs is pinned: by digest, or by a tag that is not ``latest``."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.sagemaker_images import OWN_CODE_TYPES, images
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="sagemaker-model-image-pinned",
    family=Family.SAGEMAKER,
    severity=Severity.MEDIUM,
    resources=OWN_CODE_TYPES,
    summary="A container image of a model or a training job has a fixed tag or a digest.",
    cause="The next instance that starts may run other code than the one that was tested.",
    remedy="name a version tag, or better the image's digest (repository@sha256:...)",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Containers from a model package name no image."""
    found = False
    for image, _ in images(resource):
        found = True
        reference = image.text()
        if reference is None:
            continue
        tag = reference.rpartition("/")[2].partition(":")[2]
        if tag in {"", "latest"}:
            yield violation(image, f"has {'the tag latest' if tag else 'no tag'}")
    if not found:
        yield not_applicable("it names no image, as what comes from a model package or an algorithm")
