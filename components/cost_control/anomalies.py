"""Unusual costs of a service are told once a day: AWS Cost Anomaly Detection learns by itself what is usual.

An account has room for one monitor of its services, and AWS makes that one itself (``Default-Services-Monitor``) where
Cost Explorer is switched on: there the subscription takes the monitor that exists, because a second one is refused
("Limit exceeded on dimensional spend monitor creation").

Sources: https://docs.aws.amazon.com/cost-management/latest/userguide/getting-started-ad.html,
https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_AnomalySubscription.html and
https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2515
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.cost_control.money import plain_amount
from components.settings import AnomalySettings
from components.settings.addresses import check_addresses

FREQUENCY: Final = "DAILY"
"""One mail a day; ``IMMEDIATE`` goes to topics only, and the costs that are looked at can be a day old anyway."""


@dataclass(frozen=True, kw_only=True)
class AnomalyDetectionArgs:
    """Inputs.

    Attributes:
        account_id: The account that is charged.
        settings: From which impact on, who is told, and the monitor to use if the account has one.

    Raises:
        ValueError: Nobody would be told, or somebody twice.
    """

    account_id: str
    settings: AnomalySettings

    def __post_init__(self) -> None:
        check_addresses("cost.billing.anomalies.emails", self.settings.emails, least=1)


class AnomalyDetection(PlatformComponent):
    """A monitor over the account's services, and the subscription to it. Both are global; their API is in us-east-1."""

    monitor_arn: pulumi.Output[str]

    def __init__(self, name: str, args: AnomalyDetectionArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"impactUsd": args.settings.impact_usd}, opts)
        existing = args.settings.monitor_arn
        self.monitor_arn = self._monitor() if existing is None else pulumi.Output.from_input(existing)
        aws.costexplorer.AnomalySubscription(
            self.child_name("mail"),
            account_id=args.account_id,
            frequency=FREQUENCY,
            monitor_arn_lists=[self.monitor_arn],
            subscribers=[
                aws.costexplorer.AnomalySubscriptionSubscriberArgs(type="EMAIL", address=email)
                for email in args.settings.emails
            ],
            threshold_expression=from_impact(args.settings.impact_usd),
            opts=self.child(),
        )
        self.finish()

    def _monitor(self) -> pulumi.Output[str]:
        monitor = aws.costexplorer.AnomalyMonitor(
            self.child_name("services"), monitor_type="DIMENSIONAL", monitor_dimension="SERVICE", opts=self.child()
        )
        return monitor.arn


def from_impact(dollars: float) -> aws.costexplorer.AnomalySubscriptionThresholdExpressionArgs:
    """The expression that lets an anomaly through when it costs so many dollars or more in all."""
    return aws.costexplorer.AnomalySubscriptionThresholdExpressionArgs(
        dimension=aws.costexplorer.AnomalySubscriptionThresholdExpressionDimensionArgs(
            key="ANOMALY_TOTAL_IMPACT_ABSOLUTE",
            match_options=["GREATER_THAN_OR_EQUAL"],
            values=[plain_amount(dollars)],
        )
    )
