"""Docker in Studio takes images from named accounts only."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="sagemaker-domain-docker",
    family=Family.SAGEMAKER,
    severity=Severity.MEDIUM,
    resources=(sagemaker.DOMAIN,),
    summary="A Studio domain with Docker names the accounts whose images it takes.",
    cause="A user runs any image that the role can pull, from any account.",
    remedy="set domainSettings.dockerSettings.vpcOnlyTrustedAccounts, or switch Docker off",
    url="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DockerSettings.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Docker is off unless it is switched on."""
    docker = resource["domainSettings.dockerSettings"]
    if docker["enableDockerAccess"].text() != "ENABLED":
        yield not_applicable("the domain has no Docker")
    elif docker["vpcOnlyTrustedAccounts"].missing:
        yield violation(docker["vpcOnlyTrustedAccounts"], "is not set")
