"""Settings of what is promised of an API, and of when its alarms are raised."""

from __future__ import annotations

from pydantic import Field

from components.settings.model import SettingsModel


class ApiAlarmSettings(SettingsModel):
    """From when on an alarm is raised, in five minutes."""

    error_percent: float = Field(default=1.0, gt=0, le=100, description="Share of 5XX answers in percent.")
    least_errors: int = Field(
        default=3, ge=1, le=100_000, description="Failed or slow answers below which a share says nothing: few calls."
    )
    latency_p99_ms: int = Field(default=2000, ge=1, le=29_000, description="99th percentile of the latency in ms.")
    candidate_latency_p99_ms: int = Field(
        default=1000, ge=1, le=29_000, description="99th percentile of a candidate model's prediction in ms."
    )
    saturation_percent: float = Field(
        default=80.0, gt=0, le=100, description="Share of the reserved concurrency in use, in percent."
    )


class SloSettings(SettingsModel):
    """What is promised, and alarms on how fast the rest is used up (four composite and twelve metric alarms)."""

    enabled: bool = Field(default=False, description="Make the alarms on burn rates.")
    availability: float = Field(
        default=0.999, ge=0.95, le=0.99999, description="Share of requests in 30 days that are not answered 5XX."
    )
    latency: float = Field(default=0.99, ge=0.95, le=0.99999, description="Share of requests within `latency_ms`.")
    latency_ms: int = Field(
        default=400, ge=1, le=29_000, description="What counts as fast, in ms, measured by API Gateway."
    )
    least_failures: int = Field(
        default=5, ge=1, le=100_000, description="Failures in a long window below which nobody is told: few calls."
    )
