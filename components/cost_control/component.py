"""Theme B, cost control: capacity that follows the hours, a bill that is watched, idle endpoints that are stopped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.cost_control.billing import BillingAlarms, BillingAlarmsArgs
from components.foundation import Account, Foundation
from components.settings import CostSettings


@dataclass(frozen=True, kw_only=True)
class CostControlArgs:
    """Inputs.

    Attributes:
        settings: The theme's settings.
        account: Where the stack is.
        project: Value of the tag Project: what the theme may look at and stop.
        environment: ``sandbox``, ``staging`` or ``prod``.
        protect: Whether keys and tables are protected and kept.
        foundation: What functions need; ``None`` while nothing of the theme runs in the stack's own Region.
        targets: What scales, by unit.
    """

    settings: CostSettings
    account: Account
    project: str
    environment: str
    protect: bool
    foundation: Foundation | None
    targets: Mapping[str, aws.appautoscaling.Target]


class CostControl(PlatformComponent):
    """The parts of the theme that are on."""

    def __init__(self, name: str, args: CostControlArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {}, opts)
        self.args = args
        self._outputs: dict[str, Any] = {}
        if args.settings.billing.watches:
            self._billing()
        self.finish()

    def outputs(self) -> Mapping[str, Any]:
        """Stack outputs of the theme."""
        return self._outputs

    def _billing(self) -> None:
        args = BillingAlarmsArgs(
            account=self.args.account,
            scope=f"{self.args.project}-{self.args.environment}",
            settings=self.args.settings.billing,
            protect=self.args.protect,
        )
        billing = BillingAlarms(self.child_name("billing"), args, opts=self.child())
        self._outputs["billingTopicArns"] = billing.topic_arns
