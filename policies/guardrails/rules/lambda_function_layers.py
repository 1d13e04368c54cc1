"""A function has five layers at most."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

LIMIT: Final = 5


RULE = Rule(
    id="lambda-function-layers",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=("aws:lambda/function:Function",),
    summary="A function has at most five layers.",
    cause="Lambda rejects the function in the middle of a deployment.",
    remedy="merge layers, or ship a container image",
    url="https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """An image brings its own layers."""
    layers = resource["layers"]
    count = len(list(layers.each()))
    if count > LIMIT:
        yield violation(layers, f"names {count} layers, above {LIMIT}")
    elif count and resource["packageType"].text() == "Image":
        yield violation(layers, "is set for a container image, which takes none")
