"""What workers get to see works on their own machine only."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, violation

RULE = Rule(
    id="sagemaker-workteam-presigned-access",
    family=Family.SAGEMAKER,
    severity=Severity.LOW,
    resources=("aws:sagemaker/workteam:Workteam",),
    summary="Presigned addresses of a work team are bound to the worker's network address.",
    cause="Whoever gets the address of an object sees it from anywhere for as long as it is valid.",
    remedy="set sourceIp or vpcSourceIp of workerAccessConfiguration.s3Presign.iamPolicyConstraints to Enabled",
    url="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_IamPolicyConstraints.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Either address will do."""
    limits = resource["workerAccessConfiguration.s3Presign.iamPolicyConstraints"]
    states = [limits[name].text() for name in ("sourceIp", "vpcSourceIp")]
    if "Enabled" not in states and not any(limits[name].unknown for name in ("sourceIp", "vpcSourceIp")):
        yield violation(limits, "enables neither sourceIp nor vpcSourceIp")
