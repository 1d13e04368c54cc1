"""No credential stands in the environment of a function."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import plain_secrets
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="lambda-environment-secret",
    family=Family.LAMBDA,
    severity=Severity.CRITICAL,
    resources=("aws:lambda/function:Function",),
    summary="No environment variable of a function holds a credential.",
    cause="Everybody who may read the function's configuration reads the credential, and so does every log of it.",
    remedy="keep it in Secrets Manager or Parameter Store, and give the function its name",
    url="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-encryption",
    frameworks=("NIST 800-53 IA-5(7)",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """By the shape of the value, or by the name of the variable; the value is never shown."""
    variables = resource["environment.variables"]
    if variables.missing:
        yield not_applicable("the function has no environment variables")
    for name, value in variables.items():
        if value.is_text and (kind := plain_secrets.in_variable(name, str(value.text()))) is not None:
            yield violation(value, f"holds {kind}")
