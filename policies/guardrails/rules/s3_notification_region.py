"""A bucket notifies topics, queues and functions of its own Region."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import regions
from guardrails.rule import Family, Finding, Resource, Rule, Severity

LISTS: Final = {"topics": "topicArn", "queues": "queueArn", "lambdaFunctions": "lambdaFunctionArn"}

RULE = Rule(
    id="s3-notification-region",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=("aws:s3/bucketNotification:BucketNotification",),
    summary="A bucket's notifications go to its own Region.",
    cause="S3 rejects the configuration: no upload is ever processed.",
    remedy="name a destination in the bucket's Region, or use EventBridge and forward from there",
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Texts that are no ARN, and ARNs without a Region, may be anywhere."""
    nodes = [entry[arn] for name, arn in LISTS.items() for entry in resource[name].each()]
    yield from regions.elsewhere(resource, nodes, "bucket")
