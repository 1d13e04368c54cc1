"""Settings of the switching theme: which patterns serve one model, in which order, and when traffic leaves one.

Limits: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html and
https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from components.settings.capacity import FOUNDATION_MODEL, ServiceTier
from components.settings.model import SettingsModel
from components.settings.probe import ProbeFileSettings

PatternName = Literal[
    "sagemaker_realtime",
    "sagemaker_serverless",
    "inference_components",
    "lambda_on_demand",
    "bedrock_on_demand",
    "bedrock_provisioned",
]
"""Patterns whose answer comes with the request; names of ``domain.patterns``."""

ENDPOINT_TIMEOUT_MS = 60_000
"""SageMaker gives a container 60 s, a serverless one too."""


class SwitchPatternSettings(SettingsModel):
    """One way of answering, and what it is called with."""

    pattern: PatternName = Field(description="Which; the stack deploys it in its own theme.")
    timeout_ms: int = Field(
        default=3000,
        ge=50,
        le=ENDPOINT_TIMEOUT_MS,
        description="Longest attempt in milliseconds; a pattern with cold starts needs more.",
    )
    content_types: tuple[str, ...] = Field(
        default=(), examples=[["image/png"]], description="What it takes; none listed is any."
    )
    model: str | None = Field(
        default=None,
        pattern=FOUNDATION_MODEL,
        examples=["us.amazon.nova-lite-v1:0"],
        description="`bedrock_on_demand`: model, or system-defined inference profile.",
    )
    profile: str | None = Field(
        default=None,
        min_length=1,
        max_length=64,
        examples=["chat"],
        description="`bedrock_on_demand`: name in `capacity.bedrock.profiles`, instead of `model`.",
    )
    service_tier: ServiceTier | None = Field(
        default=None, description="`bedrock_on_demand`: how its calls are queued and billed."
    )
    provisioned: str | None = Field(
        default=None,
        min_length=1,
        max_length=64,
        examples=["chat"],
        description="`bedrock_provisioned`: name in `capacity.bedrock.provisioned`.",
    )


class SwitchLimitSettings(SettingsModel):
    """Where a pattern is no longer healthy; one that passed a limit must be below it by a margin to come back."""

    p99_ms: float = Field(
        default=2500.0, gt=0, le=60_000, description="99th percentile of the latency in milliseconds."
    )
    error_rate: float = Field(default=0.05, gt=0, le=1, description="Share of attempts that failed, 0 to 1.")
    utilization: float = Field(
        default=0.85, gt=0, le=1, description="Share of the capacity in use, 0 to 1, where there is one."
    )
    outage_error_rate: float = Field(
        default=0.5,
        gt=0,
        le=1,
        description="Share of failures from which on a pattern counts as down; more than above.",
    )
    margin: float = Field(
        default=0.2,
        ge=0,
        le=0.9,
        description="How far below the limits a pattern that passed one must be before it comes back, as a share.",
    )


class SwitchTimingSettings(SettingsModel):
    """How often it is looked, at what, and how fast traffic moves."""

    every_minutes: int = Field(default=1, ge=1, le=60, description="How often health is looked at.")
    window_seconds: int = Field(
        default=120, ge=10, le=3600, description="How far back a look reaches: whole minutes, or 10, 20 or 30."
    )
    period_seconds: Literal[10, 30, 60] = Field(
        default=10, description="Resolution of a look; the router publishes each second."
    )
    stale_seconds: int = Field(default=180, ge=60, le=7200, description="Health that is older counts as none.")
    dwell_seconds: int = Field(
        default=300,
        ge=1,
        le=86_400,
        description="Shortest stay with a primary that is slow but there; one that is down is left at once.",
    )
    return_after_seconds: int = Field(
        default=600, ge=1, le=86_400, description="The first pattern gets its traffic back after so long in health."
    )
    return_step_seconds: int = Field(
        default=120,
        ge=1,
        le=86_400,
        description="It gets it in steps, a quarter and a half first; each lasts so long.",
    )
    standby_share: float = Field(
        default=0.05,
        ge=0,
        le=0.5,
        description="Share of the requests that healthy fallbacks get together, so that their health stays known.",
    )


class SwitchProbeSettings(ProbeFileSettings):
    """What is sent to a pattern that no request reached: what nobody calls could not be known to be healthy."""

    count: int = Field(default=3, ge=1, le=20, description="Probes of one pattern at one look.")


class RouterSettings(SettingsModel):
    """The function in front of the patterns."""

    memory_mb: int = Field(default=1024, ge=256, le=10_240, description="Memory in MB; processor time grows with it.")
    timeout_seconds: int = Field(default=10, ge=2, le=900, description="Longest that the function may run.")
    deadline_ms: int = Field(
        default=8000, ge=100, le=890_000, description="All attempts at a request together, in milliseconds."
    )
    reserved_concurrency: int = Field(
        default=0, ge=0, le=10_000, description="Requests at one time, taken from the account's; 0 sets none aside."
    )
    state_max_age_seconds: int = Field(
        default=5, ge=0, le=60, description="How long an environment goes on with the state that it has read."
    )
    retry_budget_share: float = Field(
        default=0.2, ge=0, le=1, description="Second attempts, as a share of the requests; an outage is not doubled."
    )
    circuit_failures: int = Field(
        default=3, ge=1, le=100, description="Failures in a row that open a pattern's circuit: nobody calls it then."
    )
    circuit_recovery_seconds: int = Field(
        default=30, ge=1, le=3600, description="After so long one request tries a pattern whose circuit is open."
    )


class SwitchAlarmSettings(SettingsModel):
    """From when on somebody is told."""

    failed_requests: int = Field(
        default=1, ge=1, le=1_000_000, description="Requests in five minutes that no pattern answered."
    )
    switches_per_hour: int = Field(default=4, ge=1, le=60, description="Changes of the primary in an hour.")
    anomalies: bool = Field(
        default=True, description="Alarms on unusual cost and latency; CloudWatch learns them in two weeks."
    )
    anomaly_width: float = Field(
        default=4.0, gt=0, le=100, description="Width of what is usual, in standard deviations."
    )


class SwitchingSettings(SettingsModel):
    """One model behind several patterns: a router, and a look at their health that moves its traffic."""

    enabled: bool = Field(default=False, description="Deploy router, look and table.")
    patterns: tuple[SwitchPatternSettings, ...] = Field(
        default=(), description="At least two, in order of preference; the first has the traffic while it is healthy."
    )
    limits: SwitchLimitSettings = Field(default=SwitchLimitSettings(), description="What healthy is.")
    timing: SwitchTimingSettings = Field(default=SwitchTimingSettings(), description="How fast.")
    probe: SwitchProbeSettings = Field(default=SwitchProbeSettings(), description="What is sent to try a pattern.")
    router: RouterSettings = Field(default=RouterSettings(), description="The function in front.")
    alarms: SwitchAlarmSettings = Field(default=SwitchAlarmSettings(), description="Who is told, and when.")
    decision_ttl_days: int = Field(default=30, ge=1, le=365, description="Days for which decisions can be explained.")
    dashboard: bool = Field(default=True, description="A dashboard; CloudWatch charges for more than three.")

    @property
    def in_order(self) -> tuple[str, ...]:
        """The patterns' names, in order of preference."""
        return tuple(one.pattern for one in self.patterns)
