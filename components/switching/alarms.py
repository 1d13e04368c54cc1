"""Alarms of the switch: nothing healthy, requests that failed, too many switches, unusual cost and latency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components.alarms import AlarmRule, alarm
from components.anomaly_band import AnomalyRule, anomaly_alarm
from components.base import PlatformComponent
from components.metric_math import MathRule, math_alarm
from components.settings.switching import SwitchingSettings
from components.switching.metrics import SwitchMetrics
from domain.metrics import NAMESPACE, Metric
from domain.patterns import TITLES, Pattern

MINUTE_S: Final = 60
HOUR_S: Final = 3600
WATCH_S: Final = 300
LOOKS: Final = 2
"""Looks in a row that find nothing healthy: one of them can meet a deployment."""


@dataclass(frozen=True, kw_only=True)
class SwitchAlarmsArgs:
    """Inputs.

    Attributes:
        settings: The theme's settings.
        environment: Dimension ``Environment`` of the functions' metrics.
        billed: Patterns whose requests have a price of their own.
        alarm_topic_arn: Where alarms go.
    """

    settings: SwitchingSettings
    environment: str
    billed: Sequence[str]
    alarm_topic_arn: pulumi.Input[str]


class SwitchAlarms(PlatformComponent):
    """The alarms; ``arns`` are what the dashboard shows."""

    arns: list[pulumi.Output[str]]

    def __init__(self, name: str, args: SwitchAlarmsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"anomalies": args.settings.alarms.anomalies}, opts)
        self.args = args
        self._metrics = SwitchMetrics(args.environment)
        made = [self._healthy(), self._failed(), self._flapping()]
        if args.settings.alarms.anomalies:
            made += [self._latency(pattern) for pattern in args.settings.in_order]
            made += [self._cost(pattern) for pattern in args.billed]
        self.arns = [one.arn for one in made]
        self.finish()

    def _healthy(self) -> aws.cloudwatch.MetricAlarm:
        """No healthy pattern. Silence is one too: somebody must look, and says so each time."""
        rule = MathRule(
            description="No pattern is healthy, or nobody looks at them any more. Requests go to the least bad one; "
            "`python -m advisor switch status` says why.",
            expression="IF(healthy < 1, 1, 0)",
            series={"healthy": self._metrics.series(Metric.HEALTHY_PATTERNS, "Maximum")},
            threshold=1,
            period=self.args.settings.timing.every_minutes * MINUTE_S,
            periods=LOOKS,
            missing="breaching",
        )
        return math_alarm(self.child_name("healthy"), rule, [self.args.alarm_topic_arn], self.child())

    def _failed(self) -> aws.cloudwatch.MetricAlarm:
        return self._sum(
            "failed",
            Metric.REQUESTS_FAILED,
            "Requests were answered by no pattern; the router's log names each with its attempts.",
            self.args.settings.alarms.failed_requests,
            WATCH_S,
        )

    def _flapping(self) -> aws.cloudwatch.MetricAlarm:
        return self._sum(
            "flapping",
            Metric.PATTERN_SWITCHES,
            "The primary changes often; `python -m advisor switch explain` says what each change was for.",
            self.args.settings.alarms.switches_per_hour,
            HOUR_S,
        )

    def _sum(
        self, role: str, metric: Metric, description: str, threshold: float, period: int
    ) -> aws.cloudwatch.MetricAlarm:
        rule = AlarmRule(
            description=description,
            namespace=NAMESPACE,
            metric=metric.value,
            dimensions=self._metrics.of(metric),
            threshold=threshold,
            period=period,
        )
        return alarm(self.child_name(role), rule, [self.args.alarm_topic_arn], self.child())

    def _latency(self, pattern: str) -> aws.cloudwatch.MetricAlarm:
        return self._unusual(pattern, "latency", Metric.PATTERN_LATENCY, "p99", "answers slower than usual")

    def _cost(self, pattern: str) -> aws.cloudwatch.MetricAlarm:
        return self._unusual(pattern, "cost", Metric.PATTERN_COST, "Sum", "costs more than usual")

    def _unusual(self, pattern: str, role: str, metric: Metric, stat: str, what: str) -> aws.cloudwatch.MetricAlarm:
        rule = AnomalyRule(
            description=f"{TITLES[Pattern(pattern)]} {what}; see the dashboard of the switch.",
            series=self._metrics.series(metric, stat, pattern),
            width=self.args.settings.alarms.anomaly_width,
            period=WATCH_S,
        )
        name = self.child_name(f"{pattern.replace('_', '-')}-{role}")
        return anomaly_alarm(name, rule, [self.args.alarm_topic_arn], self.child())
