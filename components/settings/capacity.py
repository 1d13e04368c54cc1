"""Settings of the capacity theme: how endpoints are scaled, what is bought of Bedrock, how Lambda's limit is divided.

Limits: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html and
https://docs.aws.amazon.com/bedrock/latest/APIReference/API_CreateProvisionedModelThroughput.html
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from components.settings.cost import DOLLARS_MAX, ISO_DATE, MOST_CAPACITY
from components.settings.inference import INSTANCE_TYPE
from components.settings.model import SettingsModel
from domain.capacity.lambda_plan import LEAST_UNRESERVED

ServiceTier = Literal["priority", "default", "flex", "reserved"]
"""What a call of Bedrock on demand may ask for.
https://docs.aws.amazon.com/bedrock/latest/userguide/service-tiers-inference.html"""

SAGEMAKER_NAME = r"^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$"
"""https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html"""
SHORT_NAME = r"^[a-z0-9](-?[a-z0-9]){0,31}$"
FOUNDATION_MODEL = r"^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){1,2}(:[a-z0-9-]{1,63}){0,2}$"
CUSTOM_MODEL = r"arn:aws(-[a-z-]+)?:bedrock:[a-z0-9-]{1,20}:\d{12}:custom-model/[a-z0-9.:-]{1,200}/[a-z0-9]{12}$"
MODEL_ID = rf"{FOUNDATION_MODEL}|^{CUSTOM_MODEL}"
"""https://docs.aws.amazon.com/bedrock/latest/APIReference/API_CreateProvisionedModelThroughput.html"""
PROFILE_TEXT = r"^([0-9a-zA-Z:.][ _-]?)+$"


class LatencyStepSettings(SettingsModel):
    """One step: from where on how much is added."""

    above_ms: int = Field(ge=0, le=600_000, description="Milliseconds above `threshold_ms`; 0 for the first step.")
    add: int = Field(ge=1, le=100, description="Instances, copies or warm calls that are added; more for each step.")


class LatencyScalingSettings(SettingsModel):
    """Step scaling on ModelLatency: it only adds; tracking or a schedule takes away again."""

    threshold_ms: int = Field(default=2000, ge=1, le=600_000, description="Latency of the model from which on, in ms.")
    statistic: Literal["Average", "Maximum"] = Field(default="Average", description="Of one minute's calls.")
    minutes: int = Field(default=2, ge=1, le=60, description="Minutes in a row at or above the threshold.")
    steps: tuple[LatencyStepSettings, ...] = Field(
        default=(LatencyStepSettings(above_ms=0, add=1), LatencyStepSettings(above_ms=500, add=2)),
        min_length=1,
        max_length=20,
        description="How much is added by how far the latency is above the threshold.",
    )


class CapacityScheduleSettings(SettingsModel):
    """From a time on, other bounds."""

    name: str = Field(pattern=SHORT_NAME, examples=["workday"], description="Name of the action.")
    cron: str = Field(
        min_length=1,
        max_length=256,
        examples=["cron(0 9 ? * MON-FRI *)"],
        description="cron(…) of six fields or at(…); at most 24 firings a day.",
    )
    timezone: str = Field(
        min_length=1, max_length=64, examples=["Asia/Tokyo"], description="IANA time zone; without one AWS takes UTC."
    )
    min: int = Field(ge=0, le=MOST_CAPACITY, description="Least from then on; within the bounds of the target.")
    max: int = Field(ge=0, le=MOST_CAPACITY, description="Most from then on; within the bounds of the target.")


class ScalingSettings(SettingsModel):
    """Policies beside the one that the endpoint has; where several act, the largest capacity that one asks for wins."""

    concurrent_requests: float | None = Field(
        default=None,
        gt=0,
        le=10_000,
        examples=[4],
        description="Requests in flight per instance or copy, tracked every 10 seconds; none by default.",
    )
    latency: LatencyScalingSettings | None = Field(
        default=None, description="Steps on the model's latency; none by default."
    )
    schedules: tuple[CapacityScheduleSettings, ...] = Field(default=(), description="Bounds by the clock.")
    scale_out_cooldown_seconds: int = Field(
        default=60, ge=0, le=3600, description="Pause after capacity was added, in seconds."
    )
    scale_in_cooldown_seconds: int = Field(
        default=300, ge=0, le=3600, description="Pause after capacity was taken away, in seconds."
    )


class EndpointScalingSettings(ScalingSettings):
    """An endpoint that exists and is not the inference theme's, such as one that the training pipeline deployed."""

    name: str = Field(pattern=SAGEMAKER_NAME, examples=["digits-live"], description="Name of the endpoint.")
    variant: str = Field(pattern=SAGEMAKER_NAME, examples=["primary"], description="Name of its variant.")
    instance_type: str = Field(
        pattern=INSTANCE_TYPE, examples=["ml.m5.large"], description="Its instance type; ml.t2 cannot be scaled."
    )
    min: int = Field(
        default=1, ge=1, le=MOST_CAPACITY, description="Fewest instances; this kind of endpoint cannot be 0."
    )
    max: int = Field(default=2, ge=1, le=MOST_CAPACITY, description="Most instances.")
    invocations_per_instance_per_minute: int | None = Field(
        default=None,
        ge=1,
        le=1_000_000,
        examples=[600],
        description="Calls per instance per MINUTE that are kept; none by default.",
    )


class LookedUpSettings(SettingsModel):
    """Somebody looked a model up: it is active, and sold in model units."""

    day: str = Field(pattern=ISO_DATE, examples=["2026-11-26"], description="When; in quotes, as every day in YAML.")
    source: str = Field(
        min_length=8,
        max_length=512,
        examples=["https://docs.aws.amazon.com/bedrock/latest/userguide/model-cards.html"],
        description="Where.",
    )


class ProvisionedThroughputSettings(SettingsModel):
    """Model units of Bedrock. Billed by the hour from the first minute, used or not; none can be bought by default."""

    name: str = Field(pattern=SHORT_NAME, examples=["chat"], description="Its name in this stack.")
    model_id: str = Field(
        pattern=MODEL_ID,
        max_length=2048,
        examples=["amazon.nova-lite-v1:0:300k"],
        description="Foundation model in one of its context lengths, or ARN of a custom model.",
    )
    base_model_id: str | None = Field(
        default=None,
        pattern=FOUNDATION_MODEL,
        examples=["amazon.nova-lite-v1:0"],
        description="The foundation model under a custom model: its price and its end are the custom one's.",
    )
    units: int = Field(
        default=1,
        ge=1,
        le=100,
        description="Model units. An account has none at first: AWS Support raises the quota.",
    )
    commitment: Literal["OneMonth", "SixMonths"] | None = Field(
        default=None,
        examples=["OneMonth"],
        description="None can be deleted at any time; a commitment cannot be cancelled and is paid to its end.",
    )
    accept_monthly_usd: float = Field(
        ge=0,
        le=DOLLARS_MAX,
        examples=[40150],
        description="Dollars a month that somebody accepts; nothing is bought that costs more.",
    )
    hourly_usd_per_unit: float | None = Field(
        default=None,
        gt=0,
        le=100_000,
        examples=[55],
        description="What AWS said that a unit costs in an hour; needed where `domain/prices.json` has no price.",
    )
    looked_up: LookedUpSettings | None = Field(
        default=None, description="That the model is active, where `domain/bedrock/models.py` does not know or is old."
    )
    bought_on: str | None = Field(
        default=None,
        pattern=ISO_DATE,
        examples=["2026-11-26"],
        description="The day of the purchase, once made: what became of the model since then stops no deployment.",
    )


class InferenceProfileSettings(SettingsModel):
    """An application inference profile: calls through it are on demand, and counted and billed under its tags."""

    name: str = Field(pattern=SHORT_NAME, examples=["chat"], description="Its name in this stack.")
    source: str = Field(
        pattern=FOUNDATION_MODEL,
        examples=["us.amazon.nova-2-lite-v1:0"],
        description="A foundation model, or a cross-Region profile of AWS (us., eu., apac., global. …).",
    )
    description: str | None = Field(
        default=None, pattern=PROFILE_TEXT, max_length=200, examples=["Chat of the web shop"], description="What for."
    )


class BedrockCapacitySettings(SettingsModel):
    """What is kept of Bedrock, and under which names it is called."""

    provisioned: tuple[ProvisionedThroughputSettings, ...] = Field(default=(), description="Model units that are kept.")
    profiles: tuple[InferenceProfileSettings, ...] = Field(default=(), description="Application inference profiles.")


class LambdaConcurrencySettings(SettingsModel):
    """The account's concurrent Lambda runs in this Region."""

    account_limit: int | None = Field(
        default=None,
        ge=1,
        le=1_000_000,
        examples=[1000],
        description="As `aws lambda get-account-settings` says; what the stack takes is checked against it.",
    )
    unreserved: int = Field(
        default=LEAST_UNRESERVED,
        ge=LEAST_UNRESERVED,
        le=1_000_000,
        description="What is left at least for functions that set nothing aside; AWS demands 100.",
    )


class CapacitySettings(SettingsModel):
    """Theme: capacity beyond the defaults of the other themes."""

    enabled: bool = Field(default=False, description="Deploy what is set below.")
    realtime: ScalingSettings | None = Field(default=None, description="More policies of `inference.realtime`.")
    components: ScalingSettings | None = Field(default=None, description="More policies of `inference.components`.")
    serverless: ScalingSettings | None = Field(
        default=None, description="More policies of `inference.serverless`: of its provisioned concurrency."
    )
    endpoints: tuple[EndpointScalingSettings, ...] = Field(default=(), description="Other endpoints that are scaled.")
    bedrock: BedrockCapacitySettings = Field(default=BedrockCapacitySettings(), description="Bedrock.")
    lambda_concurrency: LambdaConcurrencySettings = Field(
        default=LambdaConcurrencySettings(), description="Lambda's concurrency."
    )

    def units(self) -> dict[str, ScalingSettings]:
        """The inference theme's units that get more policies, by name; none while the theme is off."""
        given = {"realtime": self.realtime, "components": self.components, "serverless": self.serverless}
        return {name: unit for name, unit in given.items() if self.enabled and unit is not None}

    def scheduled_units(self) -> tuple[str, ...]:
        """Those whose bounds the clock moves after a deployment."""
        return tuple(name for name, unit in self.units().items() if unit.schedules)
