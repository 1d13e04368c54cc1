"""A schedule's target has the block of its service, and a call of any API is one that Scheduler makes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import events
from guardrails.aws.arns import service_of
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

BLOCKS: Final = {
    "ecs": "ecsParameters",
    "events": "eventbridgeParameters",
    "kinesis": "kinesisParameters",
}
"""Needed for a target of the service, and taken by no other."""

OPTIONAL: Final = {"sagemaker": "sagemakerPipelineParameters", "sqs": "sqsParameters"}

RULE = Rule(
    id="scheduler-schedule-target",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(events.SCHEDULE,),
    summary="A schedule's target has the block of its service.",
    cause="EventBridge Scheduler rejects the schedule, or each of its calls fails.",
    remedy="set the block of the target's service, with messageGroupId for a FIFO queue, and no other",
    url="https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The ARN of an ECS target is its cluster's."""
    arn = str(resource["target.arn"].text())
    service = service_of(arn)
    if not service:
        yield not_applicable("the target is named by no ARN")
        return
    for name, block in {**BLOCKS, **OPTIONAL}.items():
        if name != service and resource["target"][block].present:
            yield violation(resource["target"][block], f"is set, but the target is of {service}")
    if service in BLOCKS and resource["target"][BLOCKS[service]].missing:
        yield violation(resource["target"][BLOCKS[service]], f"is not set, but the target is of {service}")
    group = resource["target.sqsParameters.messageGroupId"]
    if service == "sqs" and arn.endswith(".fifo") and not group.unknown and not group.text():
        yield violation(group, "is not set, but the queue is FIFO")
