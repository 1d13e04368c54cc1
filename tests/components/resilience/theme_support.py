"""The whole platform with the resilience theme on, under mocks; the primary is us-east-1."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pulumi

from components.platform import Platform
from components.settings import Settings
from tests.components.support.harness import REGION, Recorded, RecordedStack, program
from tests.components.support.project import PROBE, TODAY, raw_settings, settings

SECONDARY = "us-east-2"
THIRD = "eu-central-1"
EVERY_PATH: dict[str, Any] = {path: {"enabled": True} for path in ("serverless", "realtime", "components")}


def raw(tier: int = 2, **resilience: Any) -> dict[str, Any]:
    """Configuration with the theme on; the arguments add to it, and ``None`` takes a setting away."""
    theme = {
        "enabled": True,
        "tier": tier,
        "secondary_region": SECONDARY,
        "canary": PROBE,
        "access_point": {"volume_id": "fsvol-0123456789abcdef1"},
        **resilience,
    }
    given = raw_settings(**EVERY_PATH)
    return {**given, "resilience": {name: value for name, value in theme.items() if value is not None}}


def checked(tier: int = 2, **resilience: Any) -> Settings:
    """The settings, checked."""
    return settings(raw(tier, **resilience))


def two_regions(project: Path, tier: int = 2, region: str = REGION, **resilience: Any) -> RecordedStack:
    """What the program registers."""
    return deployed(project, raw(tier, **resilience), region)


def deployed(project: Path, configuration: dict[str, Any], region: str = REGION) -> RecordedStack:
    """The same of a whole configuration; outputs of the platform are those of the stack."""
    given = settings(configuration)

    def build() -> None:
        for name, value in Platform("platform", given, project, TODAY).outputs.items():
            pulumi.export(name, value)

    return program(build, region=region)


def region_of(stack: RecordedStack, resource: Recorded) -> str:
    """Where a resource is made: by its provider."""
    providers = {one.urn: one.inputs["region"] for one in stack.all("pulumi:providers:aws")}
    return str(providers.get(resource.provider.rpartition("::")[0], REGION))


def inside(stack: RecordedStack, region: str) -> list[Recorded]:
    """Everything that is made in a Region, but for providers themselves."""
    made = (one for one in stack.custom() if not one.type.startswith("pulumi:providers:"))
    return [one for one in made if region_of(stack, one) == region]
