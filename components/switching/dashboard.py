"""The dashboard of the switch. Its body is a plain document, so that it can be tested without CloudWatch.

Expressions: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.observability.widgets import Widget, alarm_states, arranged, chart
from components.switching.metrics import SwitchMetrics
from domain.metrics import Metric
from domain.patterns import TITLES, Pattern

COST_PERIOD_S: Final = 300
DAY_S: Final = 86_400
HOUR_MINUTES: Final = 60
FEWEST: Final = "(USD, instances at their fewest)"
"""No metric counts the instances that scaling adds."""
A_DAY: Final = "-PT24H"
TWO_WEEKS: Final = "-P14D"


@dataclass(frozen=True, kw_only=True)
class SwitchDashboardArgs:
    """Inputs.

    Attributes:
        name: Name of the dashboard, unique in the account.
        region: Region of the metrics; a widget has no default for it.
        environment: Dimension ``Environment``.
        patterns: Patterns in order of preference.
        hourly_usd: What each costs an hour without a request; patterns of which that is not known are missing.
        priced: Patterns whose requests have a known price, 0 too.
        p99_ms: The limit of healthy, drawn as a line.
        router_name: The router's function.
        every_minutes: How often health is looked at: an hour is paid for by the looks in it.
        alarm_arns: Alarms whose state is shown.
    """

    name: str
    region: str
    environment: str
    patterns: Sequence[str]
    hourly_usd: Mapping[str, float]
    priced: Sequence[str]
    p99_ms: float
    router_name: Any
    every_minutes: int = 1
    alarm_arns: Sequence[Any] = field(default_factory=tuple)

    @property
    def metrics(self) -> SwitchMetrics:
        """Names and dimensions."""
        return SwitchMetrics(self.environment)

    @property
    def charged(self) -> list[str]:
        """Patterns whose whole cost is known."""
        return [pattern for pattern in self.patterns if pattern in self.priced and pattern in self.hourly_usd]


class SwitchDashboard(PlatformComponent):
    """One dashboard; CloudWatch charges for more than three of an account."""

    dashboard_name: pulumi.Output[str]

    def __init__(self, name: str, args: SwitchDashboardArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"region": args.region}, opts)
        dashboard = aws.cloudwatch.Dashboard(
            name,
            dashboard_name=args.name,
            dashboard_body=pulumi.Output.json_dumps(body(args)),
            opts=self.child(),
        )
        self.dashboard_name = dashboard.dashboard_name
        self.finish()


def body(args: SwitchDashboardArgs) -> dict[str, Any]:
    """The dashboard's document: traffic, health, decisions, money, the router itself, and the alarms.

    Each chart keeps its period. By default CloudWatch fits all of them to the time that the reader looks at, and the
    cost "of each day" would be that of five minutes.
    """
    widgets = [_requests(args), _shares(args), _errors(args), _latency(args), _outcomes(args), _decisions(args)]
    if args.charged:
        widgets += [_cumulative(args), _daily(args)]
    widgets += [_router(args), _concurrency(args)]
    if args.alarm_arns:
        widgets.append(alarm_states("Alarms of the switch", args.alarm_arns))
    return {**arranged(widgets), "periodOverride": "inherit"}


def _title(pattern: str) -> str:
    return TITLES[Pattern(pattern)]


def _of_each(args: SwitchDashboardArgs, metric: Metric, **how: Any) -> list[list[Any]]:
    return [args.metrics.row(metric, pattern, label=_title(pattern), **how) for pattern in args.patterns]


def _requests(args: SwitchDashboardArgs) -> Widget:
    return chart(args.region, "Attempts by pattern", _of_each(args, Metric.PATTERN_REQUESTS, stat="Sum"), stacked=True)


def _shares(args: SwitchDashboardArgs) -> Widget:
    """What the weights came to: a fallback shows here too."""
    ids = [f"r{index}" for index in range(len(args.patterns))]
    # Without FILL a pattern that nobody called for a minute would take the shares of all others with it.
    total = " + ".join(f"FILL({one}, 0)" for one in ids)
    shares: list[list[Any]] = [
        [{"expression": f"100 * FILL({one}, 0) / ({total})", "label": _title(pattern), "id": f"s{index}"}]
        for index, (one, pattern) in enumerate(zip(ids, args.patterns, strict=True))
    ]
    hidden = [
        args.metrics.row(Metric.PATTERN_REQUESTS, pattern, stat="Sum", id=one, visible=False)
        for one, pattern in zip(ids, args.patterns, strict=True)
    ]
    axis = {"left": {"min": 0, "max": 100}}
    return chart(args.region, "Share of the attempts (%)", [*shares, *hidden], stacked=True, yAxis=axis)


def _errors(args: SwitchDashboardArgs) -> Widget:
    return chart(args.region, "Failed attempts", _of_each(args, Metric.PATTERN_ERRORS, stat="Sum"))


def _latency(args: SwitchDashboardArgs) -> Widget:
    limit = {"horizontal": [{"label": "healthy up to here", "value": args.p99_ms}]}
    rows = _of_each(args, Metric.PATTERN_LATENCY, stat="p99")
    return chart(args.region, "Latency, p99 (ms)", rows, annotations=limit)


def _outcomes(args: SwitchDashboardArgs) -> Widget:
    rows = [
        args.metrics.row(Metric.FALLBACKS, stat="Sum", label="answered by a fallback"),
        args.metrics.row(Metric.REQUESTS_FAILED, stat="Sum", label="answered by none"),
        *[
            args.metrics.row(Metric.CIRCUITS_OPENED, pattern, stat="Sum", label=f"circuit opened: {_title(pattern)}")
            for pattern in args.patterns
        ],
    ]
    return chart(args.region, "Fallbacks and failures", rows)


def _decisions(args: SwitchDashboardArgs) -> Widget:
    rows = [
        args.metrics.row(Metric.HEALTHY_PATTERNS, stat="Minimum", label="healthy patterns"),
        args.metrics.row(Metric.PATTERN_SWITCHES, stat="Sum", label="switches", yAxis="right"),
    ]
    return chart(args.region, "Healthy patterns, and switches", rows)


def _cost_rows(args: SwitchDashboardArgs, expression: str) -> list[list[Any]]:
    """An expression over what each pattern cost: by its requests, and by its hours.

    An hour is counted by the looks in it, so nothing is shown of the time before the deployment, nor of the rest of
    the present day. A look by hand counts as one more.
    """
    shown: list[list[Any]] = []
    hidden: list[list[Any]] = []
    for index, pattern in enumerate(args.charged):
        kept = args.hourly_usd[pattern] * args.every_minutes / HOUR_MINUTES
        spent = f"FILL(c{index}, 0)" + (f" + FILL(looks, 0) * {kept:.9f}" if kept else "")
        shown.append([{"expression": expression.format(spent), "label": _title(pattern), "id": f"t{index}"}])
        hidden.append(args.metrics.row(Metric.PATTERN_COST, pattern, stat="Sum", id=f"c{index}", visible=False))
    hidden.append(args.metrics.row(Metric.HEALTHY_PATTERNS, stat="SampleCount", id="looks", visible=False))
    return [*shown, *hidden]


def _cumulative(args: SwitchDashboardArgs) -> Widget:
    rows = _cost_rows(args, "RUNNING_SUM({})")
    title = f"Cost of the last 24 hours, cumulative {FEWEST}{_uncharged(args)}"
    return chart(args.region, title, rows, period=COST_PERIOD_S, stacked=True, start=A_DAY)


def _daily(args: SwitchDashboardArgs) -> Widget:
    title = f"Cost of each day, UTC {FEWEST}{_uncharged(args)}"
    return chart(args.region, title, _cost_rows(args, "{}"), period=DAY_S, stacked=True, start=TWO_WEEKS)


def _uncharged(args: SwitchDashboardArgs) -> str:
    missing = [_title(pattern) for pattern in args.patterns if pattern not in args.charged]
    return f", without {'; '.join(missing)}: what it costs is not known" if missing else ""


def _router(args: SwitchDashboardArgs) -> Widget:
    rows = [_lambda(args, "Duration", stat="p99", label="p99 (ms)"), _lambda(args, "Errors", stat="Sum", yAxis="right")]
    return chart(args.region, "Router: time and errors", rows)


def _concurrency(args: SwitchDashboardArgs) -> Widget:
    rows = [
        _lambda(args, "ConcurrentExecutions", stat="Maximum", label="at one time"),
        _lambda(args, "Throttles", stat="Sum", label="refused", yAxis="right"),
    ]
    return chart(args.region, "Router: concurrency", rows)


def _lambda(args: SwitchDashboardArgs, metric: str, **how: Any) -> list[Any]:
    return ["AWS/Lambda", metric, "FunctionName", args.router_name, how]
