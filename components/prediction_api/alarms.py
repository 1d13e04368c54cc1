"""Alarms of the API: errors, latency, saturation, and those that take a candidate model or new code back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pulumi
import pulumi_aws as aws

from components.alarms import AlarmRule, alarm
from components.base import PlatformComponent
from components.metric_math import MathRule, Series, math_alarm
from components.prediction_api.packages import FRONT
from components.settings.objectives import ApiAlarmSettings
from domain.metrics import NAMESPACE, Metric

API = "AWS/ApiGateway"
CANDIDATE = "candidate"
"""Dimension ``Release`` of what a model that is tried answers."""

FAILED_SHARE = "100 * errors / requests"
"""In percent, over the ids ``errors`` and ``requests``."""

COUNTED = "SampleCount"
SLOW_PERCENT = 1
"""Of the answers above a threshold: then it is above the 99th percentile."""

MINUTE_S = 60
WATCH_S = 300


@dataclass(frozen=True, kw_only=True)
class ApiAlarmsArgs:
    """Inputs.

    Attributes:
        settings: Thresholds.
        api: Dimensions of the API's metrics: its name and its stage.
        function_name: The function behind it.
        reserved_concurrency: Calls that it works on at one time; 0 for no limit of its own.
        environment: Dimension ``Environment`` of the function's metrics.
        alarm_topic_arn: Where alarms go.
    """

    settings: ApiAlarmSettings
    api: Mapping[str, pulumi.Input[str]]
    function_name: pulumi.Input[str]
    reserved_concurrency: int
    environment: str
    alarm_topic_arn: pulumi.Input[str]


class ApiAlarms(PlatformComponent):
    """The alarms. ``candidate`` are those that a rollout of a model watches, ``code`` those of a rollout of code."""

    candidate: list[pulumi.Output[str]]
    code: list[pulumi.Output[str]]

    def __init__(self, name: str, args: ApiAlarmsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, None, opts)
        self.args = args
        errors, latency = self._errors(), self._latency()
        self._saturation()
        self._loads()
        self.candidate = [one.name for one in self._candidate()]
        self.code = [errors.name, latency.name]
        self.finish()

    def _errors(self) -> aws.cloudwatch.MetricAlarm:
        return self._share(
            "errors",
            "The prediction API answers too many requests 5XX; the access log names them by request id.",
            {
                "errors": Series(namespace=API, metric="5XXError", stat="Sum", dimensions=self.args.api),
                "requests": Series(namespace=API, metric="Count", stat=COUNTED, dimensions=self.args.api),
            },
        )

    def _share(self, role: str, description: str, series: Mapping[str, Series]) -> aws.cloudwatch.MetricAlarm:
        settings = self.args.settings
        rule = MathRule(
            description=description,
            expression=f"IF(errors >= {settings.least_errors}, {FAILED_SHARE}, 0)",
            series=series,
            threshold=settings.error_percent,
            period=WATCH_S,
        )
        return math_alarm(self.child_name(role), rule, [self.args.alarm_topic_arn], self.child())

    def _latency(self) -> aws.cloudwatch.MetricAlarm:
        return self._slow(
            "latency",
            "More than 1 % of the prediction API's answers are slow; see IntegrationLatency and Duration.",
            Series(namespace=API, metric="Latency", stat=COUNTED, dimensions=self.args.api),
            self.args.settings.latency_p99_ms,
        )

    def _slow(
        self, role: str, description: str, latency: Series, threshold_ms: int, *, candidate: bool = False
    ) -> aws.cloudwatch.MetricAlarm:
        """The 99th percentile is above a threshold, said as a share.

        CloudWatch's own alarm on a percentile either takes one slow call of few for it, or looks away below 1,000:
        https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/percentiles-with-low-samples.html
        """
        settings = self.args.settings
        rule = MathRule(
            description=description,
            expression=f"IF(answers - fast >= {settings.least_errors}, 100 * (answers - fast) / answers, 0)",
            series={"answers": latency, "fast": replace(latency, stat=f"TC(:{threshold_ms})")},
            threshold=SLOW_PERCENT,
            period=MINUTE_S if candidate else WATCH_S,
            missing="missing" if candidate else "notBreaching",
        )
        return math_alarm(self.child_name(role), rule, [self.args.alarm_topic_arn], self.child())

    def _saturation(self) -> None:
        function = {"FunctionName": self.args.function_name}
        throttled = AlarmRule(
            description="Lambda refused calls of the prediction API; lower the throttle, or reserve more.",
            namespace="AWS/Lambda",
            metric="Throttles",
            dimensions=function,
        )
        alarm(self.child_name("throttled"), throttled, [self.args.alarm_topic_arn], self.child())
        if not self.args.reserved_concurrency:
            return
        busy = AlarmRule(
            description="The prediction API's function is close to its reserved concurrency; soon calls are refused.",
            namespace="AWS/Lambda",
            metric="ConcurrentExecutions",
            dimensions=function,
            statistic="Maximum",
            threshold=self.args.reserved_concurrency * self.args.settings.saturation_percent / 100,
            period=MINUTE_S,
            periods=3,
        )
        alarm(self.child_name("saturated"), busy, [self.args.alarm_topic_arn], self.child())

    def _loads(self) -> None:
        rule = AlarmRule(
            description="A model cannot be loaded: changed, unsigned, or newer than the runtime; see the log.",
            namespace=NAMESPACE,
            metric=Metric.MODEL_LOAD_FAILURES,
            dimensions={"service": FRONT, "Environment": self.args.environment},
        )
        alarm(self.child_name("model-loads"), rule, [self.args.alarm_topic_arn], self.child())

    def _candidate(self) -> tuple[aws.cloudwatch.MetricAlarm, aws.cloudwatch.MetricAlarm]:
        """Alarms that decide on a rollout: one failure among few calls counts, and no call at all is not health."""
        release = {"service": FRONT, "Environment": self.args.environment, "Release": CANDIDATE}
        found = {"errors": Metric.PREDICTION_ERRORS, "requests": Metric.PREDICTION_REQUESTS}
        rule = MathRule(
            description="The candidate model fails; while a rollout runs it is taken back. The log names the version.",
            expression=FAILED_SHARE,
            series={
                name: Series(namespace=NAMESPACE, metric=metric, stat="Sum", dimensions=release)
                for name, metric in found.items()
            },
            threshold=self.args.settings.error_percent,
            period=MINUTE_S,
            missing="missing",
        )
        errors = math_alarm(self.child_name("candidate-errors"), rule, [self.args.alarm_topic_arn], self.child())
        latency = self._slow(
            "candidate-latency",
            "More than 1 % of the candidate model's answers are slow; while a rollout runs it is taken back.",
            Series(namespace=NAMESPACE, metric=Metric.PREDICTION_LATENCY, stat=COUNTED, dimensions=release),
            self.args.settings.candidate_latency_p99_ms,
            candidate=True,
        )
        return errors, latency
