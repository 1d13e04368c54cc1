"""Where each type keeps the policy of an S3 access point.

Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from guardrails.aws import iam, iam_language
from guardrails.aws.sagemaker import CLOUD_CONTROL
from guardrails.props import Props
from guardrails.rule import Resource

ATTACHMENT: Final = "aws:fsx/s3AccessPointAttachment:S3AccessPointAttachment"
DOCUMENTS: Final = {
    "aws:s3/accessPoint:AccessPoint": "policy",
    "aws:s3control/accessPointPolicy:AccessPointPolicy": "policy",
    ATTACHMENT: "s3AccessPoint.policy",
    CLOUD_CONTROL: "desiredState",
}
TYPES: Final = tuple(DOCUMENTS)

FSX: Final = "AWS::FSx::S3AccessPointAttachment"
_BY_CLOUD_CONTROL: Final[Mapping[str | None, str]] = {FSX: "S3AccessPoint.Policy", "AWS::S3::AccessPoint": "Policy"}


def policy(resource: Resource) -> Props:
    """The access point's policy; missing for one without, and for what is no access point."""
    document = resource[DOCUMENTS[resource.type]]
    if resource.type == CLOUD_CONTROL:
        path = _BY_CLOUD_CONTROL.get(resource["typeName"].text())
        return Props(None) if path is None else document.document()[path]
    return document


def of_files(resource: Resource) -> bool:
    """True for an access point of a volume of FSx."""
    return resource.type == ATTACHMENT or resource["typeName"].text() == FSX


def statements(resource: Resource) -> Iterator[iam.Statement]:
    """The statements of its policy."""
    return iam_language.statements(policy(resource))
