"""What belongs to an archive is not said of an image, nor the other way round."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="lambda-package-type",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=("aws:lambda/function:Function",),
    summary="A function's package and its other properties go together.",
    cause="Lambda rejects the function in the middle of a deployment.",
    remedy="set runtime and handler for an archive only, and imageUri for packageType Image only",
    url="https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """An archive is what AWS takes when nothing is said. It needs a handler with any runtime, also one of its own."""
    package = resource["packageType"]
    kind = "Zip" if package.missing else package.text()
    if kind == "Image":
        for name in ("runtime", "handler"):
            if resource[name].present:
                yield violation(name, "is set for a container image")
    elif kind == "Zip":
        if resource["imageUri"].present:
            yield violation("imageUri", "is set for an archive")
        for name in ("runtime", "handler"):
            if resource[name].missing:
                yield violation(name, "is not set for an archive")
