"""People enter Studio the way the organisation chose."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker
from guardrails.rule import Family, Finding, Resource, Rule, Setting, Severity, violation

RULE = Rule(
    id="sagemaker-domain-auth-mode",
    family=Family.SAGEMAKER,
    severity=Severity.MEDIUM,
    resources=(sagemaker.DOMAIN,),
    summary="A Studio domain uses an accepted way to sign in.",
    cause="People come in past the sign-in that the organisation controls.",
    remedy="set authMode to an accepted mode before the domain is made",
    url="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateDomain.html",
    settings=(
        Setting(
            "acceptedModes",
            {
                "type": "array",
                "items": {"type": "string", "enum": ["IAM", "SSO"]},
                "description": "IAM (presigned addresses), SSO (IAM Identity Center), or both",
            },
            ["IAM", "SSO"],
        ),
    ),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """By default both of SageMaker's ways are accepted; an organisation leaves one."""
    mode = resource["authMode"]
    accepted = resource.texts("acceptedModes")
    if (value := mode.text()) is not None and value not in accepted:
        yield violation(mode, f"is {mode.show()}; accepted: {', '.join(accepted)}")
