"""A target has the block of its service, where that needs one, and no block of another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import events
from guardrails.aws.arns import service_of
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

SERVICES: Final = {
    "ecsTarget": frozenset({"ecs"}),
    "batchTarget": frozenset({"batch"}),
    "kinesisTarget": frozenset({"kinesis"}),
    "sqsTarget": frozenset({"sqs"}),
    "httpTarget": frozenset({"execute-api", "events"}),
    "redshiftTarget": frozenset({"redshift", "redshift-serverless"}),
    "sagemakerPipelineTarget": frozenset({"sagemaker"}),
    "runCommandTargets": frozenset({"ssm"}),
    "appsyncTarget": frozenset({"appsync"}),
}
NEEDED: Final = {"ecs": "ecsTarget", "batch": "batchTarget"}

RULE = Rule(
    id="cloudwatch-event-target-service",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(events.TARGET,),
    summary="A target's block is the one of the service that its ARN names.",
    cause="EventBridge rejects the target.",
    remedy="set the block of the target's service, with sqsTarget.messageGroupId for a FIFO queue, and no other",
    url="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The ARN of an ECS target is its cluster's, that of a Batch target its job queue's."""
    arn = str(resource["arn"].text())
    service = service_of(arn)
    if not service:
        yield not_applicable("the target is named by no ARN")
        return
    for block, services in SERVICES.items():
        if resource[block].present and service not in services:
            yield violation(block, f"is set, but the target is of {service}")
    needed = NEEDED.get(service, "arn")
    if resource[needed].missing:
        yield violation(needed, f"is not set, but the target is of {service}")
    group = resource["sqsTarget.messageGroupId"]
    if service == "sqs" and arn.endswith(".fifo") and not group.unknown and not group.text():
        yield violation(group, "is not set, but the queue is FIFO")
