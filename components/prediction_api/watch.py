"""Objectives of the API, and its dashboard."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi

from components.base import PlatformComponent
from components.foundation import Foundation
from components.metric_math import Series
from components.observability import DashboardArgs, PredictionDashboard, SloAlarms, SloAlarmsArgs
from components.prediction_api.alarms import API
from components.prediction_api.packages import FRONT
from components.settings.prediction_api import PredictionApiSettings
from domain.naming import regional_name
from domain.slo import Objective


@dataclass(frozen=True, kw_only=True)
class ApiWatchArgs:
    """Inputs.

    Attributes:
        settings: The theme's settings.
        foundation: What every theme needs.
        api_name: Name of the API.
        stage_name: Its stage.
        function_name: The function behind it.
    """

    settings: PredictionApiSettings
    foundation: Foundation
    api_name: pulumi.Input[str]
    stage_name: pulumi.Input[str]
    function_name: pulumi.Input[str]


class ApiWatch(PlatformComponent):
    """Availability and latency as objectives, and the dashboard that shows them."""

    dashboard_name: pulumi.Output[str] | None

    def __init__(self, name: str, args: ApiWatchArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"objectives": args.settings.slo.enabled}, opts)
        self.args = args
        promises = [self._availability(), self._latency()] if args.settings.slo.enabled else []
        self.dashboard_name = self._dashboard(promises) if args.settings.dashboard else None
        self.finish()

    def _availability(self) -> SloAlarms:
        series = {"errors": self._series("5XXError", "Sum"), "requests": self._series("Count", "SampleCount")}
        return self._promise("availability", self.args.settings.slo.availability, "errors", series)

    def _latency(self) -> SloAlarms:
        fast = f"TC(:{self.args.settings.slo.latency_ms})"
        series = {"fast": self._series("Latency", fast), "requests": self._series("Latency", "SampleCount")}
        return self._promise("latency", self.args.settings.slo.latency, "requests - fast", series)

    def _series(self, metric: str, stat: str) -> Series:
        api = {"ApiName": self.args.api_name, "Stage": self.args.stage_name}
        return Series(namespace=API, metric=metric, stat=stat, dimensions=api)

    def _promise(self, what: str, target: float, failures: str, series: dict[str, Series]) -> SloAlarms:
        args = SloAlarmsArgs(
            what=f"{what} of the prediction API",
            composite_name=self._unique(what),
            objective=Objective(target),
            failures=failures,
            requests="requests",
            series=series,
            least_failures=self.args.settings.slo.least_failures,
            alarm_topic_arn=self.args.foundation.alarm_topic_arn,
        )
        return SloAlarms(self.child_name(what), args, opts=self.child())

    def _dashboard(self, promises: list[SloAlarms]) -> pulumi.Output[str]:
        base, slo = self.args.foundation.args, self.args.settings.slo
        args = DashboardArgs(
            name=self._unique("dashboard"),
            region=base.account.region,
            api_name=self.args.api_name,
            stage=self.args.stage_name,
            function_name=self.args.function_name,
            service=FRONT,
            environment=base.environment,
            alarm_arns=[arn for promise in promises for arn in (promise.page_arn, promise.ticket_arn)],
            latency_ms=slo.latency_ms if slo.enabled else None,
        )
        return PredictionDashboard(self.child_name("dashboard"), args, opts=self.child()).dashboard_name

    def _unique(self, what: str) -> str:
        """Dashboards and composite alarms are named by us; their names are unique in account and Region."""
        base = self.args.foundation.args
        return regional_name(base.project, base.environment, base.account.region, self.child_name(what))
