"""The platform as a component of another program."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pulumi

from components.host.files import found_from
from components.host.schema import COMPONENT
from components.platform import Platform
from components.settings import Settings
from components.tagging import required_tags


class InferencePlatform(pulumi.ComponentResource):
    """Everything of one stack, below one resource of another program.

    Args:
        name: Logical name; the first part of every other name. One for an account, a Region and an environment: what is
            visible in the account (a role's path, a log group, a metric) is called after the environment.
        settings: Checked settings.
        package: Folder of the package's code and layers.
        caller: Folder of the program that asks.
        today: The day from which on schedules are proved.
        opts: The caller's options.
    """

    def __init__(
        self,
        name: str,
        settings: Settings,
        package: Path,
        caller: Path,
        today: date,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(COMPONENT, name, {"environment": settings.environment}, opts)
        options = pulumi.ResourceOptions(
            parent=self, transformations=[required_tags(settings.tags()), found_from(package, caller)]
        )
        self.outputs: dict[str, Any] = Platform(name, settings, package, today, opts=options).outputs
        self.register_outputs(self.outputs)
