"""A function is either an archive with runtime and handler, or an image without them."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="lambda-package-type",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=("aws:lambda/function:Function",),
    summary="A function's package and its runtime go together.",
    cause="Lambda rejects the function in the middle of a deployment.",
    remedy="give an archive a runtime and a handler; give an image packageType Image and imageUri",
    url="https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """An archive is what AWS takes when nothing is said."""
    image = resource["packageType"].text() == "Image"
    if resource["packageType"].unknown:
        return
    for name in ("runtime", "handler"):
        if image and resource[name].present:
            yield violation(name, "is set for a container image")
        elif not image and resource[name].missing:
            yield violation(name, "is not set for an archive")
    if image and resource["imageUri"].missing:
        yield violation("imageUri", "is not set for a container image")
