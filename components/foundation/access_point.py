"""The S3 access point through which files on FSx for ONTAP are read: attached to a volume here, or one that exists.

``aws.fsx.S3AccessPointAttachment`` of pulumi-aws 7.51 takes OpenZFS volumes only, so the attachment is made through the
Cloud Control API, whose type takes ONTAP volumes too:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-fsx-s3accesspointattachment.html
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent

CLOUD_CONTROL_TYPE = "AWS::FSx::S3AccessPointAttachment"
NAME_LENGTH = 50
"""Longest name of an access point attachment (botocore, ``S3AccessPointAttachmentName``)."""


@dataclass(frozen=True, kw_only=True)
class ExistingAccessPoint:
    """An access point that someone else owns: IAM knows its ARN, SageMaker reads through its alias."""

    arn: str
    alias: str


@dataclass(frozen=True, kw_only=True)
class AttachedVolume:
    """An FSx for ONTAP volume to attach an access point to.

    Attributes:
        volume_id: The volume.
        unix_user: User of the file system with whose rights files are read.
        access_point_name: 3 to 50 lower-case letters, digits and hyphens.
    """

    volume_id: str
    unix_user: str
    access_point_name: str

    def __post_init__(self) -> None:
        if not 3 <= len(self.access_point_name) <= NAME_LENGTH:
            raise ValueError(
                f"access_point_name {self.access_point_name!r} has {len(self.access_point_name)} characters; "
                f"accepted: 3 to {NAME_LENGTH}"
            )


class InputAccessPoint(PlatformComponent):
    """The one way in which files are read. Nothing of it is deleted with the stack but the access point itself."""

    arn: pulumi.Output[str]
    alias: pulumi.Output[str]

    def __init__(
        self, name: str, source: AttachedVolume | ExistingAccessPoint, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, {"attached": isinstance(source, AttachedVolume)}, opts)
        if isinstance(source, ExistingAccessPoint):
            self.arn = pulumi.Output.from_input(source.arn)
            self.alias = pulumi.Output.from_input(source.alias)
        else:
            attachment = aws.cloudcontrol.Resource(
                name,
                type_name=CLOUD_CONTROL_TYPE,
                desired_state=json.dumps(desired_state(source), sort_keys=True),
                opts=self.child(),
            )
            point = attachment.properties.apply(lambda text: json.loads(text)["S3AccessPoint"])
            self.arn = point.apply(lambda values: str(values["ResourceARN"]))
            self.alias = point.apply(lambda values: str(values["Alias"]))
        self.finish()


def desired_state(volume: AttachedVolume) -> dict[str, Any]:
    """The attachment in its CloudFormation shape."""
    return {
        "Name": volume.access_point_name,
        "Type": "ONTAP",
        "OntapConfiguration": {
            "VolumeId": volume.volume_id,
            "FileSystemIdentity": {"Type": "UNIX", "UnixUser": {"Name": volume.unix_user}},
        },
    }
