"""The policy of a bucket or access point is not public by AWS's own definition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import iam
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable

CLOUD_CONTROL: Final = "aws:cloudcontrol/resource:Resource"
ATTACHMENT: Final = "AWS::FSx::S3AccessPointAttachment"
DOCUMENTS: Final = {
    "aws:s3/bucketPolicy:BucketPolicy": "policy",
    "aws:s3/bucket:Bucket": "policy",
    "aws:s3/bucketV2:BucketV2": "policy",
    "aws:s3/accessPoint:AccessPoint": "policy",
    "aws:s3control/accessPointPolicy:AccessPointPolicy": "policy",
    "aws:fsx/s3AccessPointAttachment:S3AccessPointAttachment": "s3AccessPoint.policy",
    CLOUD_CONTROL: "desiredState",
}

RULE = Rule(
    id="s3-policy-public",
    family=Family.PUBLIC,
    severity=Severity.CRITICAL,
    resources=tuple(DOCUMENTS),
    summary="No policy of a bucket or access point allows everyone.",
    cause="Everybody on the internet can use what the statement allows.",
    remedy="name accounts or roles in Principal, or add a condition such as aws:PrincipalOrgID or aws:SourceVpce",
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status",
    frameworks=("AWS FSBP S3.2",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Flag Allow for everyone without a pinning condition."""
    document = resource[DOCUMENTS[resource.type]]
    if resource.type == CLOUD_CONTROL:
        if resource["typeName"].text() != ATTACHMENT:
            yield not_applicable(f"the resource is no {ATTACHMENT}")
            return
        document = document.document()["S3AccessPoint.Policy"]
    if document.missing:
        yield not_applicable("there is no policy")
    yield from iam.public_findings(document)
