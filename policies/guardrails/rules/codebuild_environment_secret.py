"""No plain environment variable of a build holds a credential."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import plain_secrets
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="codebuild-environment-secret",
    family=Family.IAM,
    severity=Severity.CRITICAL,
    resources=("aws:codebuild/project:Project",),
    summary="No plain environment variable of a build holds a credential.",
    cause="Everybody who may read the project reads the credential.",
    remedy="keep it in Secrets Manager or Parameter Store, and set type to SECRETS_MANAGER or PARAMETER_STORE",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/codebuild-controls.html",
    frameworks=("AWS FSBP CodeBuild.2",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The other types hold the name of a secret. The value is never shown."""
    variables = resource["environment.environmentVariables"]
    if variables.missing:
        yield not_applicable("the project has no environment variables")
    for variable in variables.each():
        name, value, store = variable["name"].text(), variable["value"], variable["type"]
        plain = store.missing or store.text() == "PLAINTEXT"
        if plain and name is not None and value.is_text:
            kind = plain_secrets.in_variable(name, str(value.text()))
            if kind is not None:
                yield violation(value, f"holds {kind}")
