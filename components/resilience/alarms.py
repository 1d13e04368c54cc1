"""Alarms of a Region: it does not serve, nobody acts, the other is not heard, differs or lags, results were refused.

An alarm sees the metrics of its own Region alone, and tells a topic there: when a Region is gone, the other one's
alarms say so.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import pulumi
import pulumi_aws as aws

from components.alarms import BELOW, AlarmRule, alarm
from components.base import PlatformComponent
from components.resilience.metrics import SiteMetrics
from components.resilience.packages import KEEP
from components.settings.resilience import ResilienceAlarmSettings
from domain.metrics import NAMESPACE, Metric

MINUTE_S: Final = 60
UNHELD_MINUTES: Final = 3
"""A take-over may leave a minute or two in which nobody acts."""
STALE_MINUTES: Final = 2
LAG_MINUTES: Final = 5
"""A single slow write is none: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_monitoring.html"""
DIVERGED_MINUTES: Final = 3
DRIFT_PERIOD_S: Final = 300
DRIFT_PERIODS: Final = 4
"""A deployment reaches one Region after the other; what differs for longer was forgotten."""
STATUS: Final = "`python -m advisor dr status` says what both Regions see."


@dataclass(frozen=True, kw_only=True)
class SiteAlarmsArgs:
    """Inputs.

    Attributes:
        settings: When somebody is told.
        metrics: The Region's metrics.
        peer_region: The other Region.
        peer_runs: Whether functions run there: else nothing is heard of it, and nothing is amiss.
        token_table: Name of the token store.
        alarm_topic_arn: Topic of this Region.
    """

    settings: ResilienceAlarmSettings
    metrics: SiteMetrics
    peer_region: str
    peer_runs: bool
    token_table: pulumi.Input[str]
    alarm_topic_arn: pulumi.Input[str]


class SiteAlarms(PlatformComponent):
    """The alarms; ``canary_name`` is what a health check of Route 53 follows."""

    canary_name: pulumi.Output[str]
    canary_arn: pulumi.Output[str]
    arns: list[pulumi.Output[str]]

    def __init__(self, name: str, args: SiteAlarmsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"region": args.metrics.region, "peerRegion": args.peer_region}, opts)
        self.args = args
        canary = self._canary()
        made = [canary, self._unheld(), self._fenced(), self._given_up(), self._lag()]
        if args.peer_runs:
            made += [self._stale(), self._diverged(), self._drift()]
        self.canary_name = canary.name
        self.canary_arn = canary.arn
        self.arns = [one.arn for one in made]
        self.finish()

    def _canary(self) -> aws.cloudwatch.MetricAlarm:
        """One metric, a plain statistic, periods of a minute: Route 53 follows no other alarm.

        https://docs.aws.amazon.com/Route53/latest/APIReference/API_AlarmIdentifier.html
        """
        return self._own(
            "canary",
            Metric.CANARY_HEALTHY,
            f"No canary prediction succeeded in {self.args.metrics.region}, or nobody looks any more. The other Region "
            f"takes over by itself; {STATUS}",
            comparison=BELOW,
            periods=self.args.settings.canary_minutes,
            missing="breaching",
        )

    def _unheld(self) -> aws.cloudwatch.MetricAlarm:
        """That nobody looks any more is the canary's alarm."""
        return self._own(
            "unheld",
            Metric.LEASE_UNHELD,
            f"No Region holds the lease: work is accepted and not run. {STATUS}",
            statistic="Minimum",
            periods=UNHELD_MINUTES,
        )

    def _fenced(self) -> aws.cloudwatch.MetricAlarm:
        return self._own(
            "fenced",
            Metric.COMMITS_FENCED,
            f"{self.args.metrics.region} ran work under a lease that it had lost; the results were refused, and the "
            "other Region runs the work again. Expected once in a failover; else look at the time that requests take.",
            statistic="Sum",
            period=DRIFT_PERIOD_S,
        )

    def _given_up(self) -> aws.cloudwatch.MetricAlarm:
        """An execution that fails is one attempt of several, so this is what tells that work has failed."""
        return self._own(
            "given-up",
            Metric.WORK_DONE,
            "Work was given up after all its attempts, and its result says so to whoever asks; the last events of its "
            "executions name the cause. Submit it under a new key when that is gone.",
            service=KEEP,
            statistic="Sum",
            period=DRIFT_PERIOD_S,
        )

    def _lag(self) -> aws.cloudwatch.MetricAlarm:
        rule = AlarmRule(
            description=f"Rows of the token store reach {self.args.peer_region} late; results are not affected, but "
            "heartbeats are old when they arrive.",
            namespace="AWS/DynamoDB",
            metric="ReplicationLatency",
            dimensions={"TableName": self.args.token_table, "ReceivingRegion": self.args.peer_region},
            threshold=self.args.settings.replication_lag_ms,
            statistic="Average",
            period=MINUTE_S,
            periods=LAG_MINUTES,
            missing="ignore",  # alarms on AWS/DynamoDB know nothing else
        )
        return alarm(self.child_name("lag"), rule, [self.args.alarm_topic_arn], self.child())

    def _stale(self) -> aws.cloudwatch.MetricAlarm:
        return self._own(
            "stale",
            Metric.PEER_STALENESS,
            f"{self.args.peer_region} has not been heard of: it is down, or does not look, or nothing replicates. "
            f"{STATUS}",
            threshold=self.args.settings.staleness_seconds * 1000,
            statistic="Minimum",
            periods=STALE_MINUTES,
        )

    def _diverged(self) -> aws.cloudwatch.MetricAlarm:
        return self._own(
            "diverged",
            Metric.PEER_DIVERGED,
            f"Both Regions are healthy and believe in different holders of the lease. {STATUS}",
            statistic="Minimum",
            periods=DIVERGED_MINUTES,
        )

    def _drift(self) -> aws.cloudwatch.MetricAlarm:
        return self._own(
            "drift",
            Metric.STANDBY_DRIFT,
            f"{self.args.peer_region} runs other code or settings than {self.args.metrics.region}: deploy both again, "
            "or a failover changes more than the place.",
            statistic="Minimum",
            period=DRIFT_PERIOD_S,
            periods=DRIFT_PERIODS,
        )

    def _own(
        self,
        role: str,
        metric: Metric,
        description: str,
        *,
        service: str | None = None,
        **how: Any,
    ) -> aws.cloudwatch.MetricAlarm:
        """An alarm on a metric of the Region's own, of its maximum in each minute unless ``how`` says otherwise."""
        rule = AlarmRule(
            description=description,
            namespace=NAMESPACE,
            metric=metric.value,
            dimensions=self.args.metrics.of(metric, service),
            **{"statistic": "Maximum", "period": MINUTE_S, **how},
        )
        return alarm(self.child_name(role), rule, [self.args.alarm_topic_arn], self.child())
