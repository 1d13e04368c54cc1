"""The dashboard of both Regions. Its body is a plain document, so that it can be tested without CloudWatch.

A dashboard belongs to no Region, so one shows both, and is there when either is gone; each widget names its Region.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cross_region_dashboard.html
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.observability.widgets import Widget, alarm_states, arranged, chart
from components.resilience.metrics import SiteMetrics
from domain.metrics import Metric


@dataclass(frozen=True, kw_only=True)
class SiteView:
    """What is shown of a Region.

    Attributes:
        metrics: Its metrics.
        peer_region: The other Region.
        token_table: Name of the token store.
        run_function: The function that runs work.
        alarm_arns: Alarms whose state is shown.
    """

    metrics: SiteMetrics
    peer_region: str
    token_table: Any
    run_function: Any
    alarm_arns: Sequence[Any] = field(default_factory=tuple)

    @property
    def region(self) -> str:
        """The Region."""
        return self.metrics.region


@dataclass(frozen=True, kw_only=True)
class ResilienceDashboardArgs:
    """Inputs.

    Attributes:
        name: Name of the dashboard, unique in the account.
        sites: The Regions that run, the primary first.
    """

    name: str
    sites: Sequence[SiteView]


class ResilienceDashboard(PlatformComponent):
    """One dashboard; CloudWatch charges for more than three of an account."""

    dashboard_name: pulumi.Output[str]

    def __init__(self, name: str, args: ResilienceDashboardArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"regions": [site.region for site in args.sites]}, opts)
        dashboard = aws.cloudwatch.Dashboard(
            name,
            dashboard_name=args.name,
            dashboard_body=pulumi.Output.json_dumps(body(args)),
            opts=self.child(),
        )
        self.dashboard_name = dashboard.dashboard_name
        self.finish()


def body(args: ResilienceDashboardArgs) -> dict[str, Any]:
    """The dashboard's document: the same chart of each Region side by side, row by row."""
    rows = (_health, _lease, _peer, _work, _results, _function)
    widgets = [build(site) for build in rows for site in args.sites]
    widgets += [alarm_states(f"{site.region}: alarms", site.alarm_arns) for site in args.sites if site.alarm_arns]
    return arranged(widgets)


def _chart(site: SiteView, title: str, rows: list[list[Any]], **more: Any) -> Widget:
    return chart(site.region, f"{site.region}: {title}", rows, **more)


def _health(site: SiteView) -> Widget:
    rows = [
        site.metrics.row(Metric.CANARY_HEALTHY, stat="Minimum", label="canary answers"),
        site.metrics.row(Metric.CANARY_LATENCY, stat="Maximum", label="its time (ms)", yAxis="right"),
    ]
    return _chart(site, "health", rows, yAxis={"left": {"min": 0, "max": 1}})


def _lease(site: SiteView) -> Widget:
    rows = [
        site.metrics.row(Metric.LEASE_HELD, stat="Maximum", label=f"{site.region} acts"),
        site.metrics.row(Metric.LEASE_UNHELD, stat="Maximum", label="nobody acts"),
        site.metrics.row(Metric.LEASE_EPOCH, stat="Maximum", label="epoch", yAxis="right"),
    ]
    return _chart(site, "the lease as seen here", rows, yAxis={"left": {"min": 0, "max": 1}})


def _peer(site: SiteView) -> Widget:
    lag = ["TableName", site.token_table, "ReceivingRegion", site.peer_region]
    rows = [
        site.metrics.row(Metric.PEER_STALENESS, stat="Maximum", label=f"last heard of {site.peer_region} (ms ago)"),
        ["AWS/DynamoDB", "ReplicationLatency", *lag, {"stat": "Maximum", "label": f"lag to {site.peer_region} (ms)"}],
        site.metrics.row(Metric.PEER_DIVERGED, stat="Maximum", label="diverged", yAxis="right"),
        site.metrics.row(Metric.STANDBY_DRIFT, stat="Maximum", label="drift", yAxis="right"),
    ]
    return _chart(site, "the other Region", rows)


def _work(site: SiteView) -> Widget:
    rows = [
        site.metrics.row(Metric.WORK_ACCEPTED, stat="Sum", label="accepted"),
        site.metrics.row(Metric.WORK_DONE, stat="Sum", label="done"),
        site.metrics.row(Metric.WORK_OPEN, stat="Maximum", label="open", yAxis="right"),
    ]
    return _chart(site, "work", rows)


def _results(site: SiteView) -> Widget:
    rows = [
        site.metrics.row(Metric.WORK_RESTARTED, stat="Sum", label="started again"),
        site.metrics.row(Metric.COMMITS_FENCED, stat="Sum", label="results refused"),
    ]
    return _chart(site, "restarts and refusals", rows)


def _function(site: SiteView) -> Widget:
    def row(metric: str, **how: Any) -> list[Any]:
        return ["AWS/Lambda", metric, "FunctionName", site.run_function, how]

    rows = [
        row("Duration", stat="p99", label="p99 (ms)"),
        row("IteratorAge", stat="Maximum", label="records wait (ms)"),
        row("Errors", stat="Sum", yAxis="right"),
        row("Throttles", stat="Sum", yAxis="right"),
    ]
    return _chart(site, "the function that runs work", rows)
