"""CloudWatch: alarms, dashboards and logs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from advisor.costing.charges import Charge, Free, Pricer
from advisor.costing.context import Context
from advisor.costing.units import DAYS_PER_MONTH
from advisor.spread import Spread
from advisor.stack.resources import Resource
from advisor.usage.sections import LogUsage

HIGH_RESOLUTION_BELOW: Final = 60
"""Seconds. Periods of 10, 20 and 30 s make an alarm a high-resolution one:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"""
BAND_METRICS: Final = 3
"""An alarm on an anomaly detection band is billed as three: the metric and both edges of its band."""
MOST_FOUND: Final = 10
"""Metrics that a Metrics Insights query is taken to find in a busy month; how many it does, only running it tells."""
KEPT_FOR_EVER_DAYS: Final = 365
"""What is never deleted is counted as of the end of the first year."""


def alarm(resource: Resource, _context: Context) -> Iterator[Charge | Free]:
    """An alarm is billed by the metrics that it looks at, more for a period below a minute."""
    queries = list(resource.properties.children("metricQueries"))
    metrics = [query.child("metric") for query in queries]
    periods = [metric.number("period", 60) for metric in metrics if metric is not None]
    expressions = [query.text("expression", "") for query in queries]
    count = len(periods) if queries else 1
    if any("ANOMALY_DETECTION_BAND" in expression for expression in expressions):
        count *= BAND_METRICS
    insights = sum(expression.upper().startswith("SELECT") for expression in expressions)
    periods.append(resource.properties.number("period", 60))
    high = min(periods) < HIGH_RESOLUTION_BELOW
    item = "cloudwatch/alarm-high-resolution" if high else "cloudwatch/alarm"
    yield Charge(
        "metrics of the alarm", item, Spread(count + insights, count + insights, count + MOST_FOUND * insights)
    )


def composite_alarm(_resource: Resource, _context: Context) -> Iterator[Charge | Free]:
    """A composite alarm has a price of its own."""
    yield Charge("composite alarm", "cloudwatch/alarm-composite", Spread.exactly(1))


def dashboard(_resource: Resource, _context: Context) -> Iterator[Charge | Free]:
    """By the month; that the first three of an account are free is not subtracted."""
    yield Charge("dashboard", "cloudwatch/dashboard", Spread.exactly(1))


def log_group(resource: Resource, context: Context) -> Iterator[Charge | Free]:
    """What comes in, and what is stored once the oldest of it is being deleted."""
    usage = context.usage.of(LogUsage, resource.name)
    infrequent = resource.properties.text("logGroupClass", "STANDARD") != "STANDARD"
    item = "cloudwatch/logs-ingest-infrequent" if infrequent else "cloudwatch/logs-ingest"
    yield Charge("log data in", item, usage.ingest_gb)
    days = resource.properties.number("retentionInDays", 0) or KEPT_FOR_EVER_DAYS
    stored = usage.ingest_gb * usage.stored_share * (days / DAYS_PER_MONTH)
    yield Charge("log data kept", "cloudwatch/logs-storage", stored)


PRICERS: Final[Mapping[str, Pricer]] = {
    "aws:cloudwatch/metricAlarm:MetricAlarm": alarm,
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": composite_alarm,
    "aws:cloudwatch/dashboard:Dashboard": dashboard,
    "aws:cloudwatch/logGroup:LogGroup": log_group,
}
