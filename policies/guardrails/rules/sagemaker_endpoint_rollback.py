"""A guarded deployment of an endpoint has alarms that take it back."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.scale_to_zero import ENDPOINT
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="sagemaker-endpoint-rollback",
    family=Family.SAGEMAKER,
    severity=Severity.LOW,
    resources=(ENDPOINT,),
    summary="An endpoint's deployment rolls back by alarms.",
    cause="SageMaker shifts all traffic to the new model however many errors it answers with.",
    remedy="name alarms on errors and latency in deploymentConfig.autoRollbackConfiguration",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Without a deployment configuration everything moves at once and nothing is guarded."""
    if resource["deploymentConfig"].missing:
        yield not_applicable("it has no guarded deployment")
        return
    alarms = resource["deploymentConfig.autoRollbackConfiguration.alarms"]
    if not list(alarms.each()) and not alarms.unknown:
        yield violation(alarms, "names no alarm")
