"""Alarms on how fast an error budget burns: two for each window, which tell nobody, and a composite that does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.metric_math import MathRule, Series, math_alarm
from domain.slo import WINDOWS, BurnWindow, Objective, Urgency, alarm_periods

DIGITS = 9
"""Of a threshold: what is behind them is the dust of floating point."""


@dataclass(frozen=True, kw_only=True)
class SloAlarmsArgs:
    """Inputs.

    Attributes:
        what: What is promised, for the alarm's text, such as ``availability of the prediction API``.
        composite_name: Start of the names of the composite alarms, unique in account and Region.
        objective: What is promised.
        failures: Expression for the number of failures, over the ids of ``series``.
        requests: Expression for the number of requests.
        series: Metrics by id.
        least_failures: Failures in a long window below which nobody is told.
        alarm_topic_arn: Where alarms go.
    """

    what: str
    composite_name: str
    objective: Objective
    failures: str
    requests: str
    series: Mapping[str, Series]
    least_failures: int
    alarm_topic_arn: pulumi.Input[str]


class SloAlarms(PlatformComponent):
    """The alarms of one promise."""

    page_arn: pulumi.Output[str]
    ticket_arn: pulumi.Output[str]

    def __init__(self, name: str, args: SloAlarmsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"target": args.objective.target}, opts)
        self.args = args
        rules: dict[Urgency, list[pulumi.Output[str]]] = {urgency: [] for urgency in Urgency}
        for window in WINDOWS:
            rules[window.urgency].append(self._window(window))
        self.page_arn = self._composite(Urgency.PAGE, rules[Urgency.PAGE]).arn
        self.ticket_arn = self._composite(Urgency.TICKET, rules[Urgency.TICKET]).arn
        self.finish()

    def _window(self, window: BurnWindow) -> pulumi.Output[str]:
        """The rule that both alarms of a window are raised."""
        long = self._alarm(window, f"{window.name}-long", window.long_s, self.args.least_failures)
        short = self._alarm(window, f"{window.name}-short", window.short_s, 1)
        return pulumi.Output.format('(ALARM("{0}") AND ALARM("{1}"))', long.name, short.name)

    def _alarm(self, window: BurnWindow, role: str, seconds: int, least: int) -> aws.cloudwatch.MetricAlarm:
        args = self.args
        period, periods = alarm_periods(seconds)
        rule = MathRule(
            description=f"Burn rate {args.objective.burn_rate(window):g} of the {args.what}; part of a composite.",
            expression=f"IF({args.failures} >= {least}, ({args.failures}) / ({args.requests}), 0)",
            series=args.series,
            threshold=round(args.objective.failure_share(window), DIGITS),
            period=period,
            periods=periods,
        )
        return math_alarm(self.child_name(role), rule, [], self.child())

    def _composite(self, urgency: Urgency, rules: list[pulumi.Output[str]]) -> aws.cloudwatch.CompositeAlarm:
        return aws.cloudwatch.CompositeAlarm(
            self.child_name(urgency),
            alarm_name=f"{self.args.composite_name}-{urgency}",
            alarm_description=text(self.args, urgency),
            alarm_rule=pulumi.Output.all(*rules).apply(" OR ".join),
            alarm_actions=[self.args.alarm_topic_arn],
            opts=self.child(),
        )


def text(args: SloAlarmsArgs, urgency: Urgency) -> str:
    """The text of the mail: how soon the budget is gone at the slowest rate that raises the alarm."""
    slowest = min(args.objective.burn_rate(window) for window in WINDOWS if window.urgency is urgency)
    days = args.objective.days_to_exhaustion(slowest)
    when = "now" if urgency is Urgency.PAGE else "in working hours"
    return (
        f"The {args.what}, {args.objective.target:.5g} over {args.objective.period_days} days: at this rate the whole "
        f"error budget is gone in {days:g} days or sooner. Look {when}; the dashboard shows since when."
    )
