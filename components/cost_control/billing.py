"""Everything that tells somebody about the bill: alarms in three tiers, a budget, unusual costs; all in us-east-1."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi

from components.base import PlatformComponent
from components.cost_control.anomalies import AnomalyDetection, AnomalyDetectionArgs
from components.cost_control.budget import MonthlyBudget, MonthlyBudgetArgs
from components.cost_control.charges import ChargeAlarms, ChargeAlarmsArgs, tiers
from components.cost_control.home_region import BILLING_REGION, billing_provider
from components.foundation.account import Account
from components.settings import NAMESPACE, BillingSettings

PROJECT_TAG = "Project"


@dataclass(frozen=True, kw_only=True)
class BillingAlarmsArgs:
    """Inputs.

    Attributes:
        account: Where the stack is; its Region does not matter here.
        scope: Project and environment.
        settings: What is on, thresholds and subscribers.
        protect: Whether the key is protected and kept when the stack goes.
    """

    account: Account
    scope: str
    settings: BillingSettings
    protect: bool


class BillingAlarms(PlatformComponent):
    """A provider of us-east-1, and below it those of the three watchers that are on.

    The watchers are given the provider, and their resources inherit it: none of them can be made in another Region.
    """

    topic_arns: dict[str, pulumi.Output[str]]
    budget_name: pulumi.Output[str] | None
    anomaly_monitor_arn: pulumi.Output[str] | None

    def __init__(self, name: str, args: BillingAlarmsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"region": BILLING_REGION}, opts)
        self._args = args
        provider = billing_provider(self.child_name(BILLING_REGION), args.account, self.child())
        there = self.child(providers=[provider])
        self.topic_arns = self._charges(there)
        self.budget_name = self._budget(there)
        self.anomaly_monitor_arn = self._anomalies(there)
        self.finish()

    def _charges(self, there: pulumi.ResourceOptions) -> dict[str, pulumi.Output[str]]:
        if not self._args.settings.enabled:
            return {}
        args = ChargeAlarmsArgs(
            account=self._args.account,
            scope=self._args.scope,
            tiers=tiers(self._args.settings),
            protect=self._args.protect,
        )
        return ChargeAlarms(self.child_name("charges"), args, opts=there).topic_arns

    def _budget(self, there: pulumi.ResourceOptions) -> pulumi.Output[str] | None:
        settings = self._args.settings.budget
        if not settings.enabled:
            return None
        tag = (PROJECT_TAG, NAMESPACE) if settings.scope == "project" else None
        args = MonthlyBudgetArgs(account_id=self._args.account.account_id, settings=settings, tag=tag)
        return MonthlyBudget(self.child_name("budget"), args, opts=there).budget_name

    def _anomalies(self, there: pulumi.ResourceOptions) -> pulumi.Output[str] | None:
        settings = self._args.settings.anomalies
        if not settings.enabled:
            return None
        args = AnomalyDetectionArgs(account_id=self._args.account.account_id, settings=settings)
        return AnomalyDetection(self.child_name("anomalies"), args, opts=there).monitor_arn
