"""The policy of a topic or queue does not let everyone publish, subscribe, send or receive."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import iam
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="messaging-policy-public",
    family=Family.PUBLIC,
    severity=Severity.CRITICAL,
    resources=(
        "aws:sns/topicPolicy:TopicPolicy",
        "aws:sns/topic:Topic",
        "aws:sqs/queuePolicy:QueuePolicy",
        "aws:sqs/queue:Queue",
    ),
    summary="No policy of a topic or queue allows everyone.",
    cause="Strangers can read your messages, or make your workloads run on theirs.",
    remedy="name the service or account in Principal, and add a condition on aws:SourceArn or aws:SourceAccount",
    url="https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html#ensure-topics-not-publicly-accessible",
    frameworks=("AWS FSBP SNS.4", "AWS FSBP SQS.3"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Flag Allow for everyone without a pinning condition."""
    document = resource["policy"]
    if document.missing:
        yield not_applicable("there is no policy")
    yield from iam.public_findings(document)
