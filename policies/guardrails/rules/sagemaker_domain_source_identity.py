"""CloudTrail says which Studio user did something, not only with which role."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, violation

RULE = Rule(
    id="sagemaker-domain-source-identity",
    family=Family.SAGEMAKER,
    severity=Severity.LOW,
    resources=(sagemaker.DOMAIN,),
    summary="A Studio domain passes the user's name on as source identity.",
    cause="The audit trail names a role that everybody shares, so nobody can say who read the data.",
    remedy="set it to USER_PROFILE_NAME, and allow sts:SetSourceIdentity in the trust of the execution roles",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/monitor-user-access.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """All users of a domain mostly share one execution role."""
    config = resource["domainSettings.executionRoleIdentityConfig"]
    if config.missing:
        yield violation(config, "is not set")
    elif (config.text() or "USER_PROFILE_NAME") != "USER_PROFILE_NAME":
        yield violation(config, f"is {config.show()}")
