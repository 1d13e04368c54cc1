"""The environment of a function, when it has one, is encrypted with a customer's key."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import given
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="lambda-environment-kms",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=("aws:lambda/function:Function",),
    summary="A function's environment variables are encrypted with a KMS key of your own.",
    cause="Everybody who may read the function's configuration reads its variables.",
    remedy="set kmsKeyArn to your key, and let the function's role decrypt with it",
    url="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html",
    frameworks=("NIST 800-53 SC-28",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A function without variables has nothing to encrypt."""
    key, variables = resource["kmsKeyArn"], resource["environment.variables"]
    if key.present or any(variables.items()):
        yield from given(key)
    else:
        yield not_applicable("the function has no environment variables")
