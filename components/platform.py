"""The platform: builds the themes that are on, in dependency order, and wires them. Off means not built at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pulumi

from components.base import PlatformComponent
from components.foundation import Foundation, FoundationArgs, current_account
from components.inference import Inference, InferenceArgs, ModelFile, checked_model
from components.settings import NAMESPACE, Settings


class Platform(PlatformComponent):
    """Everything of one stack. With every theme off it has no children.

    Args:
        name: Logical name; the first part of every other name.
        settings: The stack's settings.
        root: Folder of the project: code, layers and the model archive are found from here.
    """

    def __init__(self, name: str, settings: Settings, root: Path, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"environment": settings.environment}, opts)
        self.outputs: dict[str, Any] = {}
        if settings.any_theme_enabled:
            # Everything that can be refused is refused before the first resource is registered.
            model = model_of(settings, root)
            foundation = self._foundation(settings, root)
            self.outputs.update(foundation_outputs(foundation))
            if model is not None:
                args = InferenceArgs(settings=settings.inference, foundation=foundation, model=model)
                self.outputs.update(Inference(self.child_name("inference"), args, opts=self.child()).outputs())
        self.finish()

    def _foundation(self, settings: Settings, root: Path) -> Foundation:
        args = FoundationArgs(
            settings=settings.foundation,
            account=current_account(),
            environment=settings.environment,
            project=NAMESPACE,
            root=root,
        )
        return Foundation(self.child_name("base"), args, opts=self.child())


def model_of(settings: Settings, root: Path) -> ModelFile | None:
    """The checked model archive when inference is on."""
    archive = settings.inference.model.archive
    return checked_model(root, archive) if settings.inference.enabled and archive is not None else None


def foundation_outputs(foundation: Foundation) -> Mapping[str, pulumi.Output[str]]:
    """Stack outputs of the foundation."""
    return {
        "runBucket": foundation.run_bucket,
        "inputAccessPointArn": foundation.input_access_point_arn,
        "inputAccessPointAlias": foundation.input_access_point_alias,
        "keyArn": foundation.key_arn,
        "alarmTopicArn": foundation.alarm_topic_arn,
    }
