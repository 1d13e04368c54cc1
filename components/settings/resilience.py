"""Settings of the resilience theme: a second Region, which of the two acts, and what a failover may cost.

Sources: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html,
https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html and
https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
"""

from __future__ import annotations

from typing import Final, Literal

from pydantic import Field

from components.settings.foundation import AccessPointSettings
from components.settings.inference import IMAGE_URI
from components.settings.model import SettingsModel
from components.settings.probe import ProbeFileSettings

REGION: Final = r"^[a-z]{2}(-[a-z]+)+-\d$"
HOST: Final = r"^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$"

EndpointUnit = Literal["serverless", "realtime", "components"]
"""Units of the inference theme that answer at once."""


class CoordinationSettings(SettingsModel):
    """Where the ledger lies that says which Region acts."""

    mode: Literal["auto", "strong", "arbiter"] = Field(
        default="auto",
        description="`strong`: a global table with multi-Region strong consistency, in one Region set; `arbiter`: a "
        "table in a third Region; `auto`: strong where the Regions allow it.",
    )
    witness_region: str | None = Field(
        default=None,
        pattern=REGION,
        examples=["us-west-2"],
        description="`strong`: third Region of the set, which keeps changes and serves nobody; derived when missing.",
    )
    arbiter_region: str | None = Field(
        default=None,
        pattern=REGION,
        examples=["ap-southeast-1"],
        description="`arbiter`: Region of the ledger; neither of the two.",
    )


class LeaseSettings(SettingsModel):
    """How long a Region acts without looking again, and what makes it leave."""

    seconds: int = Field(default=90, ge=10, le=900, description="Length of the lease; renewed at each look.")
    drain_seconds: int = Field(
        default=40, ge=5, le=600, description="A hand-over starts nothing for so long; more than the longest request."
    )
    longest_request_seconds: int = Field(
        default=30, ge=1, le=60, description="Longest that one prediction may take; nothing starts later than that."
    )
    max_skew_seconds: float = Field(
        default=2.0, gt=0, le=60, description="Largest difference of two Regions' clocks; a take-over waits for it."
    )
    looks_per_minute: int = Field(default=6, ge=1, le=12, description="Canary, heartbeat and renewal in a minute.")
    unhealthy_after: int = Field(default=3, ge=1, le=60, description="Canaries that fail in a row before it leaves.")
    return_after_seconds: int = Field(
        default=600, ge=10, le=86_400, description="Unbroken health before the primary may have the lease again."
    )
    failback: Literal["manual", "automatic"] = Field(
        default="manual", description="Whether the primary gets the lease back by itself, or when somebody says so."
    )
    standby_stale_seconds: int = Field(
        default=60, ge=10, le=3600, description="A heartbeat of the other Region that is older says nothing."
    )


class WorkSettings(SettingsModel):
    """The durable predictions that a failover does not lose."""

    endpoint: EndpointUnit = Field(
        default="serverless",
        description="Which endpoint answers; it must be on, and be there in the secondary too. Its canaries are "
        "calls: `components` may never go to sleep, and are billed for it.",
    )
    max_attempts: int = Field(
        default=5, ge=1, le=20, description="Attempts at one piece of work, in a healthy Region, before it is failed."
    )
    token_ttl_days: int = Field(default=7, ge=1, le=90, description="Days that task tokens are kept.")
    retention_days: int = Field(default=30, ge=1, le=365, description="Days that results are kept, and a key is known.")
    batch_size: int = Field(default=10, ge=1, le=100, description="Pieces of work that one call of the function gets.")
    parallelization: int = Field(default=2, ge=1, le=10, description="Batches of one shard at a time.")
    memory_mb: int = Field(default=512, ge=128, le=10_240, description="Memory of the function that predicts, in MB.")
    concurrency: int | None = Field(
        default=None, ge=1, le=1000, description="Concurrent runs set aside for it; none by default."
    )


class CanarySettings(ProbeFileSettings):
    """What is predicted to know whether a Region serves."""

    timeout_ms: int = Field(default=5000, ge=100, le=10_000, description="A canary that takes longer has failed.")


class FailoverDnsSettings(SettingsModel):
    """Route 53 failover records of a host name, for a front that each Region has."""

    enabled: bool = Field(default=False, description="Make health checks and failover records.")
    zone_id: str | None = Field(
        default=None, pattern=r"^Z[A-Z0-9]{1,31}$", examples=["Z0123456789ABCDEFGHIJ"], description="Hosted zone."
    )
    name: str | None = Field(
        default=None, pattern=HOST, examples=["predict.example.com"], description="Host name that callers use."
    )
    primary_target: str | None = Field(
        default=None,
        pattern=HOST,
        examples=["use1.example.com"],
        description="Public host name of the primary's front.",
    )
    secondary_target: str | None = Field(
        default=None, pattern=HOST, examples=["use2.example.com"], description="The same of the secondary."
    )
    check: Literal["canary", "https"] = Field(
        default="canary",
        description="`canary`: the alarm on a Region's canary predictions; `https`: requests to the targets.",
    )
    path: str = Field(default="/health", pattern=r"^/[\x21-\x7e]{0,254}$", description="`https`: what is requested.")
    interval_seconds: Literal[10, 30] = Field(
        default=10, description="`https`: seconds between requests; cannot change later, and 10 costs more."
    )
    failure_threshold: int = Field(default=3, ge=1, le=10, description="`https`: failures in a row that count as down.")
    ttl_seconds: int = Field(default=60, ge=1, le=3600, description="How long resolvers keep the answer.")


class ResilienceAlarmSettings(SettingsModel):
    """From when on somebody is told."""

    replication_lag_ms: int = Field(
        default=5000, ge=100, le=3_600_000, description="Lag of the token table's replica, in milliseconds."
    )
    staleness_seconds: int = Field(default=180, ge=30, le=3600, description="Age of the other Region's heartbeat.")
    canary_minutes: int = Field(default=3, ge=1, le=60, description="Minutes in a row without a good canary.")


class ResilienceSettings(SettingsModel):
    """A second Region: what is there, which of the two acts, and how traffic and work come over."""

    enabled: bool = Field(default=False, description="Build the second Region.")
    tier: Literal[1, 2, 3] = Field(
        default=2,
        description="1: everything runs in both Regions; 2: warm standby, serverless alone; 3: data alone, the rest "
        "comes with `restored`. A stack that would not meet its tier is refused.",
    )
    secondary_region: str | None = Field(
        default=None, pattern=REGION, examples=["us-east-2"], description="The other Region; the stack's own is first."
    )
    restored: bool = Field(default=False, description="Tier 3: build functions and endpoints in the secondary now.")
    retire: bool = Field(
        default=False,
        description="Lift the protection of the tables, and of key and buckets in the secondary: the next deployment "
        "may take them away, with what is in them.",
    )
    image_uri: str | None = Field(
        default=None,
        pattern=IMAGE_URI,
        examples=["123456789012.dkr.ecr.us-east-2.amazonaws.com/inference/onnx:1.0"],
        description="Model image in the secondary; by default the same repository and tag there.",
    )
    access_point: AccessPointSettings = Field(
        default=AccessPointSettings(), description="The files as the secondary reads them: a replica of the volume."
    )
    cidr: str = Field(
        default="10.43.0.0/16",
        pattern=r"^(\d{1,3}\.){3}0/(1[6-9]|2[0-2])$",
        description="Address range of the secondary's VPC when `foundation.network.mode` is `create`.",
    )
    vpc_id: str | None = Field(
        default=None,
        pattern=r"^vpc-[0-9a-f]{8,17}$",
        examples=["vpc-0123456789abcdef1"],
        description="VPC in the secondary when the mode is `existing`.",
    )
    subnet_ids: tuple[str, ...] = Field(default=(), description="Its private subnets.")
    coordination: CoordinationSettings = Field(default=CoordinationSettings(), description="Where the ledger lies.")
    lease: LeaseSettings = Field(default=LeaseSettings(), description="Which Region acts, and for how long.")
    work: WorkSettings = Field(default=WorkSettings(), description="Durable predictions.")
    canary: CanarySettings = Field(default=CanarySettings(), description="How health is known.")
    replication_time_control: bool = Field(
        default=True,
        description="S3's promise of 15 minutes for the artifacts, billed by volume; without it there is none.",
    )
    dns: FailoverDnsSettings = Field(default=FailoverDnsSettings(), description="Failover records.")
    alarms: ResilienceAlarmSettings = Field(default=ResilienceAlarmSettings(), description="Who is told, and when.")
    dashboard: bool = Field(default=True, description="One dashboard of both Regions; AWS charges for more than three.")

    @property
    def runs_there(self) -> bool:
        """Whether functions and endpoints are in the secondary."""
        return self.tier < 3 or self.restored

    @property
    def linked(self) -> bool:
        """Whether each Region has what looks at the other; a restore may not change a primary that is gone."""
        return self.tier < 3
