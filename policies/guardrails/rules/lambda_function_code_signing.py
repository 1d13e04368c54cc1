"""A function runs signed code only. Few organisations sign, so it is off until one asks for it."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import given
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="lambda-function-code-signing",
    family=Family.LAMBDA,
    severity=Severity.LOW,
    resources=("aws:lambda/function:Function",),
    summary="A function has a code signing configuration.",
    cause="Whoever may update the function decides what it runs.",
    remedy="set codeSigningConfigArn",
    url="https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html",
    frameworks=("NIST 800-53 SI-7",),
    level=Level.DISABLED,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Presence is enough."""
    if resource["packageType"].text() == "Image":
        yield not_applicable("images are signed in their registry")
    else:
        yield from given(resource["codeSigningConfigArn"])
