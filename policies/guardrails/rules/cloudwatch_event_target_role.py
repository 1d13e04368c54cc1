"""A target that EventBridge calls by IAM names the role for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import events
from guardrails.aws.arns import service_of
from guardrails.demands import given
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable

BY_ROLE: Final = frozenset({"batch", "codebuild", "codepipeline", "ecs", "firehose", "kinesis", "states"})

RULE = Rule(
    id="cloudwatch-event-target-role",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=(events.TARGET,),
    summary="A target has a roleArn, where EventBridge cannot be let in by a policy of the target.",
    cause="EventBridge rejects the target.",
    remedy="set roleArn to a role that events.amazonaws.com may take and that may call the target",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-iam-roles.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Functions, topics, queues, log groups and buses have policies of their own."""
    arn = resource["arn"].text() or ""
    if service_of(arn) in BY_ROLE or ":api-destination/" in arn:
        yield from given(resource["roleArn"])
    else:
        yield not_applicable("the target may let EventBridge in by a policy of its own")
