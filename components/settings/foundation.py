"""Settings of the foundation: what every theme needs (files, network, functions, alarms, retention)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from components.settings.model import SettingsModel

LogRetention = Literal[
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
]
"""https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html"""


class AccessPointSettings(SettingsModel):
    """Where the files are: a volume to attach an S3 access point to, or an access point that exists."""

    volume_id: str | None = Field(
        default=None,
        pattern=r"^fsvol-[0-9a-f]{17}$",
        examples=["fsvol-0123456789abcdef0"],
        description="FSx for ONTAP volume; the stack attaches an S3 access point to it. Exactly one of this and `arn`.",
    )
    unix_user: str = Field(
        default="inference",
        min_length=1,
        max_length=256,
        description="UNIX user of the file system with whose rights files are read; cannot change later.",
    )
    arn: str | None = Field(
        default=None,
        pattern=r"^arn:aws[a-z-]*:s3:[a-z0-9-]+:\d{12}:accesspoint/[a-z0-9-]{3,50}$",
        examples=["arn:aws:s3:us-east-1:123456789012:accesspoint/files"],
        description="ARN of an access point that exists; needs `alias` too, because IAM knows only the ARN.",
    )
    alias: str | None = Field(
        default=None,
        pattern=r"^[a-z0-9-]{3,63}$",
        examples=["files-abcdefghijklmnopqrstuvwxyz0123-ext-s3alias"],
        description="Alias of the access point in `arn`; SageMaker reads its input through it.",
    )


class NetworkSettings(SettingsModel):
    """Whether functions and instance-backed models run inside a VPC. Serverless endpoints cannot."""

    mode: Literal["none", "create", "existing"] = Field(
        default="none",
        description="`create` makes a VPC with private subnets and endpoints (interface endpoints cost by the hour), "
        "`existing` uses yours.",
    )
    cidr: str = Field(
        default="10.42.0.0/16",
        pattern=r"^(\d{1,3}\.){3}0/(1[6-9]|2[0-2])$",
        examples=["10.42.0.0/16"],
        description="Address range of a created VPC, /16 to /22.",
    )
    availability_zones: int = Field(default=2, ge=1, le=3, description="Private subnets of a created VPC, one a zone.")
    zone_names: tuple[str, ...] = Field(
        default=(),
        max_length=3,
        examples=[["us-east-1a", "us-east-1b"]],
        description="The zones of a created VPC by name, `availability_zones` of them; none: the first that AWS lists, "
        "which it cannot while the Region is gone.",
    )
    vpc_id: str | None = Field(
        default=None,
        pattern=r"^vpc-[0-9a-f]{8,17}$",
        examples=["vpc-0123456789abcdef0"],
        description="VPC of mode `existing`.",
    )
    subnet_ids: tuple[str, ...] = Field(
        default=(),
        description="Private subnets of mode `existing`; they must reach the services that the stack output "
        "`networkServices` lists.",
    )


class FunctionSettings(SettingsModel):
    """What all Lambda functions share."""

    architecture: Literal["arm64", "local"] = Field(
        default="arm64",
        description="Processor of functions and layer; `local` is this machine's, for the sandbox only.",
    )
    layers: str = Field(default="build/layers", description="Folder in which set-up puts the functions' packages.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="Least severe log record that functions write."
    )


class FoundationSettings(SettingsModel):
    """Key, buckets, access point, network and alarms; built only when a theme is on."""

    access_point: AccessPointSettings = Field(default=AccessPointSettings(), description="The files to classify.")
    network: NetworkSettings = Field(default=NetworkSettings(), description="VPC of functions and models.")
    functions: FunctionSettings = Field(default=FunctionSettings(), description="What all Lambda functions share.")
    log_retention_days: LogRetention = Field(
        default=90, description="Days that log groups keep records; prod: 365 or more."
    )
    run_retention_days: int = Field(
        default=90, ge=1, le=3650, description="Days after which the records of a run are deleted from the run bucket."
    )
    alarm_emails: tuple[str, ...] = Field(
        default=(), description="Addresses that get alarms; each confirms once by mail. prod: at least one."
    )
    protect_data: bool = Field(
        default=True,
        description="Refuse to delete key, buckets and tables, and keep them when the stack goes; prod: always true.",
    )
