"""A switch as the platform builds one, against the recording monitor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from components.foundation import Foundation, FoundationArgs
from components.foundation.account import Account
from components.settings import FoundationSettings
from components.settings.switching import SwitchingSettings
from components.switching import (
    EndpointTarget,
    FunctionTarget,
    ProfileTarget,
    ProvisionedTarget,
    Switching,
    SwitchingArgs,
    SwitchTargets,
)
from domain.patterns import Pattern
from tests.components.support.harness import ACCOUNT_ID, REGION, RecordedStack, program
from tests.components.support.project import PROBE, TODAY

ACCOUNT = Account(account_id=ACCOUNT_ID, region=REGION, partition="aws")
ENDPOINT = f"arn:aws:sagemaker:{REGION}:{ACCOUNT_ID}:endpoint/"
ALIAS = f"arn:aws:lambda:{REGION}:{ACCOUNT_ID}:function:front:live"
PROFILE = f"arn:aws:bedrock:{REGION}:{ACCOUNT_ID}:application-inference-profile/abc123"
PROVISIONED = f"arn:aws:bedrock:{REGION}:{ACCOUNT_ID}:provisioned-model/def456"
MODEL = "amazon.nova-lite-v1:0"

TARGETS = SwitchTargets(
    endpoints={
        Pattern.SAGEMAKER_REALTIME: EndpointTarget(
            name="fast", arn=f"{ENDPOINT}fast", variant="primary", instance_type="ml.m5.large", least_instances=2
        ),
        Pattern.SAGEMAKER_SERVERLESS: EndpointTarget(
            name="idle", arn=f"{ENDPOINT}idle", variant="primary", memory_mb=2048
        ),
        Pattern.INFERENCE_COMPONENTS: EndpointTarget(
            name="zero", arn=f"{ENDPOINT}zero", component="part", instance_type="ml.m5.large"
        ),
    },
    function=FunctionTarget(alias_arn=ALIAS, memory_mb=1024, reserved_concurrency=25),
    profiles={"chat": ProfileTarget(arn=PROFILE, source=f"us.{MODEL}")},
    provisioned={"units": ProvisionedTarget(arn=PROVISIONED, hourly_usd=20.0)},
)

TWO: list[dict[str, Any]] = [{"pattern": "sagemaker_realtime"}, {"pattern": "sagemaker_serverless"}]
EVERY: list[dict[str, Any]] = [
    {"pattern": "sagemaker_realtime", "content_types": ["image/png", "application/json"]},
    {"pattern": "bedrock_provisioned", "provisioned": "units"},
    {"pattern": "inference_components", "timeout_ms": 4000},
    {"pattern": "lambda_on_demand", "content_types": ["application/json", "image/png"]},
    {"pattern": "bedrock_on_demand", "profile": "chat", "service_tier": "default"},
    {"pattern": "sagemaker_serverless", "timeout_ms": 7000},
]
"""All patterns in one switch; the sandbox has no model that all would serve, the wiring does not care."""
PLAIN = [one for one in EVERY if one["pattern"] != "inference_components"]
"""Those whose ARNs are plain texts outside a program, too."""


def switching(patterns: list[dict[str, Any]], **given: Any) -> SwitchingSettings:
    """Settings of a deployed switch."""
    raw = {"enabled": True, "patterns": patterns, "probe": PROBE, **given}
    return SwitchingSettings.model_validate(raw, strict=False)


def foundation(name: str, project: Path) -> Foundation:
    """What every theme needs."""
    args = FoundationArgs(
        settings=FoundationSettings(protect_data=False),
        account=ACCOUNT,
        environment="staging",
        project=f"p-{name}"[:30],
        root=project,
    )
    return Foundation(f"{name}-base", args)


def deployed(project: Path, patterns: list[dict[str, Any]], **given: Any) -> RecordedStack:
    """What the program registers for these patterns and settings."""

    def build() -> Switching:
        args = SwitchingArgs(
            settings=switching(patterns, **given), foundation=foundation("s", project), targets=TARGETS, today=TODAY
        )
        return Switching("switch", args)

    return program(build)
