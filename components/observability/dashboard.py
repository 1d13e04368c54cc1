"""The dashboard of the prediction API. Its body is a plain document, so that it can be tested without CloudWatch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.observability.widgets import Widget, alarm_states, arranged, chart
from domain.metrics import NAMESPACE, Metric

RELEASES: Final = ("live", "candidate", "pinned")


@dataclass(frozen=True, kw_only=True)
class DashboardArgs:
    """Inputs.

    Attributes:
        name: Name of the dashboard, unique in the account.
        region: Region of the metrics; a widget has no default for it.
        api_name: Dimension ``ApiName``.
        stage: Dimension ``Stage``.
        function_name: The function behind the API.
        service: Dimension ``service`` of the function's own metrics.
        environment: Dimension ``Environment``.
        alarm_arns: Alarms whose state is shown.
        latency_ms: What the objective calls fast, drawn as a line; ``None`` for no line.
    """

    name: str
    region: str
    api_name: Any
    stage: Any
    function_name: Any
    service: str
    environment: str
    alarm_arns: Sequence[Any] = field(default_factory=tuple)
    latency_ms: int | None = None


class PredictionDashboard(PlatformComponent):
    """One dashboard; CloudWatch charges for more than three of an account."""

    dashboard_name: pulumi.Output[str]

    def __init__(self, name: str, args: DashboardArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"region": args.region}, opts)
        dashboard = aws.cloudwatch.Dashboard(
            name,
            dashboard_name=args.name,
            dashboard_body=pulumi.Output.json_dumps(body(args)),
            opts=self.child(),
        )
        self.dashboard_name = dashboard.dashboard_name
        self.finish()


def body(args: DashboardArgs) -> dict[str, Any]:
    """The dashboard's document: what callers see, what the function does, what models do, and the alarms."""
    widgets = [_requests(args), _latency(args), _function(args), _concurrency(args)]
    widgets += [_releases(args), _prediction_time(args), _loads(args)]
    if args.alarm_arns:
        widgets.append(alarm_states("Objectives", args.alarm_arns))
    return arranged(widgets)


def _api(args: DashboardArgs, metric: str, **how: Any) -> list[Any]:
    return ["AWS/ApiGateway", metric, "ApiName", args.api_name, "Stage", args.stage, how]


def _lambda(args: DashboardArgs, metric: str, **how: Any) -> list[Any]:
    return ["AWS/Lambda", metric, "FunctionName", args.function_name, how]


def _own(args: DashboardArgs, metric: Metric, release: str | None = None, **how: Any) -> list[Any]:
    dimensions = ["service", args.service, "Environment", args.environment]
    return [NAMESPACE, str(metric), *dimensions, *([] if release is None else ["Release", release]), how]


def _requests(args: DashboardArgs) -> Widget:
    return chart(
        args.region,
        "Requests, and those that failed",
        [
            _api(args, "Count", stat="SampleCount", label="requests"),
            _api(args, "4XXError", stat="Sum", label="4XX: the caller's"),
            _api(args, "5XXError", stat="Sum", label="5XX: ours"),
        ],
    )


def _latency(args: DashboardArgs) -> Widget:
    lines = {} if args.latency_ms is None else {"horizontal": [{"label": "objective", "value": args.latency_ms}]}
    metrics = [
        _api(args, "Latency", stat="p50", label="p50"),
        _api(args, "Latency", stat="p99", label="p99"),
        _api(args, "IntegrationLatency", stat="p99", label="p99 in the function"),
    ]
    return chart(args.region, "Latency of a request (ms)", metrics, **({"annotations": lines} if lines else {}))


def _function(args: DashboardArgs) -> Widget:
    metrics = [
        _lambda(args, "Duration", stat="p99", label="p99 (ms)"),
        _lambda(args, "Errors", stat="Sum", yAxis="right"),
    ]
    return chart(args.region, "Function: time and errors", metrics)


def _concurrency(args: DashboardArgs) -> Widget:
    metrics = [
        _lambda(args, "ConcurrentExecutions", stat="Maximum", label="at one time"),
        _lambda(args, "Throttles", stat="Sum", label="refused", yAxis="right"),
    ]
    return chart(args.region, "Function: concurrency", metrics)


def _releases(args: DashboardArgs) -> Widget:
    metrics = [_own(args, Metric.PREDICTION_REQUESTS, name, stat="Sum", label=name) for name in RELEASES]
    metrics += [
        _own(args, Metric.PREDICTION_ERRORS, name, stat="Sum", label=f"{name}: failed", yAxis="right")
        for name in RELEASES
    ]
    return chart(args.region, "Predictions by release", metrics)


def _prediction_time(args: DashboardArgs) -> Widget:
    metrics = [_own(args, Metric.PREDICTION_LATENCY, name, stat="p99", label=f"{name} p99") for name in RELEASES]
    return chart(args.region, "Time of a prediction (ms)", metrics)


def _loads(args: DashboardArgs) -> Widget:
    metrics = [
        _own(args, Metric.MODEL_LOADS, stat="Sum", label="loaded"),
        _own(args, Metric.MODEL_LOAD_FAILURES, stat="Sum", label="refused or failed"),
    ]
    return chart(args.region, "Models loaded", metrics)
