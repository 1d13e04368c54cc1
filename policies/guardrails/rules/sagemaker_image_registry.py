"""SageMaker runs images from trusted registries only."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from guardrails.aws.sagemaker_images import IMAGE_TYPES, images
from guardrails.rule import Family, Finding, Resource, Rule, Setting, Severity, not_applicable, violation

RULE = Rule(
    id="sagemaker-image-registry",
    family=Family.SAGEMAKER,
    severity=Severity.HIGH,
    resources=IMAGE_TYPES,
    summary="A container image of SageMaker comes from a trusted registry.",
    cause="Code of a public registry runs with the role of the model or job, and its owner can change it.",
    remedy="copy the image to a private ECR repository of yours, and name that",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html",
    settings=(
        Setting(
            "registries",
            {
                "type": "array",
                "items": {"type": "string"},
                "description": "Registry hosts (globs) to trust, for example 123456789012.dkr.ecr.*.amazonaws.com",
            },
            ["*.dkr.ecr.*.amazonaws.com", "*.dkr.ecr-fips.*.amazonaws.com", "*.dkr.ecr.*.amazonaws.com.cn"],
        ),
    ),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """By default every private ECR registry counts, AWS's own accounts for built-in images among them."""
    found = False
    for image, mode in images(resource):
        found = True
        reference = image.text()
        if reference is None or (mode.present and mode.text() != "Platform"):
            continue
        host = registry(reference)
        if not any(fnmatchcase(host, pattern) for pattern in resource.texts("registries")):
            yield violation(image, f"comes from the registry {host}")
    if not found:
        yield not_applicable("it names no image, as what comes from a model package or an algorithm")


def registry(reference: str) -> str:
    """The host of an image reference; one without a host is on Docker Hub."""
    first, slash, _ = reference.partition("/")
    return first if slash and ("." in first or ":" in first or first == "localhost") else "docker.io"
