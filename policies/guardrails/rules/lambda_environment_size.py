"""The environment of a function fits into 4 KB."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

LIMIT: Final = 4096
"""Bytes of all names and values together."""


RULE = Rule(
    id="lambda-environment-size",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=("aws:lambda/function:Function",),
    summary="A function's environment variables are 4 KB at most.",
    cause="Lambda rejects the function in the middle of a deployment.",
    remedy="move large values to Parameter Store or S3",
    url="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """What is not known yet is left out of the sum."""
    variables = resource["environment.variables"]
    if variables.missing:
        yield not_applicable("the function has no environment variables")
    known = [(name, str(value.text())) for name, value in variables.items() if value.is_text]
    size = sum(len(text.encode(errors="replace")) for pair in known for text in pair)
    if size > LIMIT:
        yield violation(variables, f"is {size} bytes, above {LIMIT}")
