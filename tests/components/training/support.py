"""The training theme as tests build it, with settings that fit together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pulumi

from components.foundation import Foundation, FoundationArgs
from components.foundation.account import Account
from components.foundation.reach import Callers
from components.settings import FoundationSettings
from components.settings.training import TrainingSettings
from components.training import Training, TrainingArgs
from components.training.packages import callers
from tests.components.support.harness import ACCOUNT_ID, REGION, RecordedStack, program

ACCOUNT = Account(account_id=ACCOUNT_ID, region=REGION, partition="aws")
TAGS = {"Project": "inference-platform", "Environment": "staging", "Owner": "team"}
IMAGES = "123456789012.dkr.ecr.us-east-1.amazonaws.com/inference-platform"
MINIMAL: Mapping[str, Any] = {
    "enabled": True,
    "model": "digits",
    "plan": {
        "columns": [
            {"name": "pixel_*", "type": "integer", "min": 0, "max": 16},
            {"name": "label", "type": "integer", "min": 0, "max": 9},
        ]
    },
    "job": {"image_uri": f"{IMAGES}/training:1.0"},
    "deployment": {"image_uri": f"{IMAGES}/onnx:1.0"},
}
EVERYTHING: Mapping[str, Any] = {
    **MINIMAL,
    "schedule": "cron(0 6 * * ? *)",
    "schedule_timezone": "Asia/Tokyo",
    "on_new_data": True,
    "approval": "manual",
    "signing": True,
    "job": {**MINIMAL["job"], "spot": {"enabled": True}},
    "deployment": {
        **MINIMAL["deployment"],
        "endpoint": {"kind": "realtime", "instance_count": 2, "rollout": {"kind": "linear", "percent": 20}},
    },
}
HTTP_ALARMS = ("candidate-errors", "candidate-latency")
SIGNING_KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"


def training_settings(raw: Mapping[str, Any] = MINIMAL) -> TrainingSettings:
    """Checked settings of the theme."""
    return TrainingSettings.model_validate(dict(raw), strict=False)


def foundation(
    name: str, project: Path, network: Mapping[str, Any] | None = None, called_by: Sequence[Callers] = ()
) -> Foundation:
    """A foundation with the layer of models."""
    settings = FoundationSettings.model_validate({} if network is None else {"network": network}, strict=False)
    args = FoundationArgs(
        settings=settings,
        account=ACCOUNT,
        environment="staging",
        project="p",
        root=project,
        runs_models=True,
        callers=called_by,
    )
    return Foundation(name, args)


def deployed(project: Path, raw: Mapping[str, Any] = MINIMAL, **of_args: Any) -> RecordedStack:
    """The theme on a foundation of its own, as the engine would see it."""
    network = of_args.pop("network", None)

    def build() -> None:
        settings = training_settings(raw)
        called_by = callers(settings, has_api=of_args.get("http_alarm_names") is not None)
        args = TrainingArgs(
            settings=settings,
            foundation=foundation("base", project, network, [called_by]),
            project="inference-platform",
            tags=TAGS,
            **of_args,
        )
        for output, value in Training("training", args).outputs().items():
            pulumi.export(output, value)

    return program(build)


Build = Callable[..., RecordedStack]
