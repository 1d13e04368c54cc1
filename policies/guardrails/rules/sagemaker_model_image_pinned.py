"""A model's container image is pinned: by digest, or by a tag that is not ``latest``."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="sagemaker-model-image-pinned",
    family=Family.SAGEMAKER,
    severity=Severity.MEDIUM,
    resources=(sagemaker.MODEL,),
    summary="A model's container image has a fixed tag or a digest.",
    cause="The next instance that starts may run other code than the one that was tested.",
    remedy="name a version tag, or better the image's digest (repository@sha256:...)",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Containers from a model package name no image."""
    images = [container["image"] for container in sagemaker.containers(resource) if container["image"].present]
    if not images and not any(container.unknown for container in sagemaker.containers(resource)):
        yield not_applicable("the containers come from model packages")
    for image in images:
        reference = image.text()
        if reference is None or "@sha256:" in reference:
            continue
        tag = reference.rpartition("/")[2].partition(":")[2]
        if tag in {"", "latest"}:
            yield violation(image, f"has {'the tag latest' if tag else 'no tag'}")
