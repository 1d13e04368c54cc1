"""The user data of a machine holds no credential."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import plain_secrets
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="ec2-user-data-secret",
    family=Family.IAM,
    severity=Severity.CRITICAL,
    resources=(
        "aws:ec2/instance:Instance",
        "aws:ec2/launchTemplate:LaunchTemplate",
        "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
        "aws:ec2/launchConfiguration:LaunchConfiguration",
    ),
    summary="The user data of a machine holds no credential.",
    cause="Everybody who may describe the machine, and every process on it, reads the credential.",
    remedy="read it from Secrets Manager or Parameter Store in the script",
    url="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Base64 is read too. The value is never shown."""
    scripts = [resource[name] for name in ("userData", "userDataBase64") if resource[name].present]
    if not scripts:
        yield not_applicable("there is no user data")
    for script in scripts:
        if (kind := plain_secrets.in_script(plain_secrets.script_of(script.text() or ""))) is not None:
            yield violation(script, f"holds {kind}")
