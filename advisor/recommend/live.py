"""How a deployed stack is used: requests by the minute, latencies, errors and cold starts, from CloudWatch.

SageMaker's metrics: https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html (ModelLatency and
ModelSetupTime are microseconds). The router's and the prediction API's are this project's own (``domain.metrics``).

Percentiles of several hours do not add up to one of all: those of the busiest hour are taken, and said.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from advisor.actuals.inventory import Inventory, Kind, Served
from advisor.actuals.metrics import MOST_QUERIES, SAGEMAKER
from advisor.errors import InputError
from advisor.recommend.measured import Latencies, Observed, enough
from domain.metrics import NAMESPACE, Metric
from domain.patterns import Pattern

MOST_HOURS: Final = 15 * 24
"""CloudWatch keeps values by the minute for 15 days.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html"""
MINUTE_S: Final = 60
HOUR_S: Final = 3600
ROUTER: Final = "route_request"
API: Final = "predict_http"
OF_KIND: Final = {
    Kind.SERVERLESS: Pattern.SAGEMAKER_SERVERLESS,
    Kind.INSTANCES: Pattern.SAGEMAKER_REALTIME,
    Kind.COMPONENTS: Pattern.INFERENCE_COMPONENTS,
}

Dimensions = tuple[tuple[str, str], ...]


class Source(NamedTuple):
    """Where the metrics of a pattern are: names, dimensions, and how many of its units are a millisecond."""

    pattern: Pattern
    title: str
    namespace: str
    dimensions: Dimensions
    requests: str
    errors: str
    latency: str
    per_ms: float
    setup: str = ""


@dataclass(frozen=True)
class Live:
    """What a stack's metrics say.

    Attributes:
        first: When the looked-at time begins.
        hours: Hours that were asked for.
        minutes: How long it is: the running hour ends now, for what is to come is no time without requests.
        per_minute: Requests of each minute that had some, by the minute's number from ``first`` on.
        observed: Latencies by pattern.
        errors: Requests that failed, by pattern.
        missing: What was not there.
    """

    first: datetime
    hours: int
    minutes: int
    per_minute: Mapping[int, int]
    observed: Observed
    errors: Mapping[Pattern, int]
    missing: tuple[str, ...]


@dataclass
class _Found:
    """Values of one source by metric and statistic: the hour or minute that they are of, and the value."""

    values: dict[tuple[str, str], list[tuple[datetime, float]]] = field(default_factory=dict)

    def total(self, metric: str, statistic: str = "Sum") -> float:
        return sum(value for _, value in self.values.get((metric, statistic), ()))

    def at(self, metric: str, statistic: str, hour: datetime) -> float | None:
        return dict(self.values.get((metric, statistic), ())).get(hour)


def read_live(cloudwatch: Any, found: Inventory, environment: str, hours: int, now: datetime) -> Live:
    """Read the metrics of a stack.

    Args:
        cloudwatch: A client in the stack's Region.
        found: Its endpoints and functions.
        environment: Its environment, a dimension of its own metrics.
        hours: Full hours up to now, 1 to ``MOST_HOURS``; the running hour is in it.
        now: The time, with its zone.

    Raises:
        InputError: CloudWatch cannot be read, the hours are out of range, or nobody asked for anything.
    """
    if not 1 <= hours <= MOST_HOURS:
        raise InputError(f"--hours {hours}: accepted is 1 to {MOST_HOURS}; CloudWatch keeps minutes for 15 days")
    end = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    first = end - timedelta(hours=hours)
    sources = (*_sources(found.served), *_own(environment))
    read = _read(cloudwatch, sources, first, end)
    latencies, missing = _latencies(sources, read)
    per_minute = _per_minute(sources, read, first)
    if not per_minute:
        raise InputError(
            f"CloudWatch has no request of the last {hours} h for this stack's endpoints, its prediction API or its "
            "router; call it, give more --hours, or give traffic in the workload file"
        )
    errors = {source.pattern: int(values.total(source.errors)) for source, values in zip(sources, read, strict=True)}
    minutes = max(math.ceil((now - first).total_seconds() / MINUTE_S), max(per_minute) + 1)
    return Live(first, hours, minutes, per_minute, enough(latencies), _some(errors), (*found.unknown, *missing))


def _some(errors: Mapping[Pattern, int]) -> Mapping[Pattern, int]:
    return {pattern: count for pattern, count in errors.items() if count}


def _sources(served: Iterable[Served]) -> Iterator[Source]:
    for thing in served:
        if thing.kind in OF_KIND:
            setup = "ModelSetupTime" if thing.kind == Kind.SERVERLESS else ""
            for dimensions in thing.dimensions:
                yield Source(
                    OF_KIND[thing.kind], f"endpoint {thing.name}", SAGEMAKER, dimensions,
                    "Invocations", "Invocation5XXErrors", "ModelLatency", 1000.0, setup,
                )  # fmt: skip


def _own(environment: str) -> Iterator[Source]:
    """The prediction API, and what the router calls; a pattern that has metrics of AWS's own is not read twice."""
    api = (("service", API), ("Environment", environment), ("Release", "live"))
    yield Source(
        Pattern.LAMBDA_ON_DEMAND, "the prediction API", NAMESPACE, api,
        Metric.PREDICTION_REQUESTS, Metric.PREDICTION_ERRORS, Metric.PREDICTION_LATENCY, 1.0,
    )  # fmt: skip
    for pattern in (Pattern.BEDROCK_ON_DEMAND, Pattern.BEDROCK_PROVISIONED, Pattern.LAMBDA_ON_DEMAND):
        routed = (("service", ROUTER), ("Environment", environment), ("Pattern", pattern.value))
        yield Source(
            pattern, f"the router's {pattern}", NAMESPACE, routed,
            Metric.PATTERN_REQUESTS, Metric.PATTERN_ERRORS, Metric.PATTERN_LATENCY, 1.0,
        )  # fmt: skip


def _asked(source: Source) -> Iterator[tuple[str, str, int]]:
    """Metric, statistic and period of each series."""
    yield source.requests, "Sum", MINUTE_S
    yield source.errors, "Sum", HOUR_S
    yield from ((source.latency, statistic, HOUR_S) for statistic in ("SampleCount", "p50", "p90", "p99"))
    if source.setup:
        yield from ((source.setup, statistic, HOUR_S) for statistic in ("SampleCount", "Sum"))


def _read(client: Any, sources: tuple[Source, ...], first: datetime, end: datetime) -> list[_Found]:
    found = [_Found() for _ in sources]
    asked = [(place, one) for place, source in enumerate(sources) for one in _asked(source)]
    for start in range(0, len(asked), MOST_QUERIES):
        batch = asked[start : start + MOST_QUERIES]
        queries = [_query(number, sources[place], one) for number, (place, one) in enumerate(batch)]
        pages = client.get_paginator("get_metric_data").paginate(
            MetricDataQueries=queries, StartTime=first, EndTime=end, ScanBy="TimestampAscending"
        )
        try:
            for page in pages:
                for result in page["MetricDataResults"]:
                    place, (metric, statistic, _) = batch[int(result["Id"].removeprefix("m"))]
                    series = found[place].values.setdefault((metric, statistic), [])
                    series += zip(result["Timestamps"], result["Values"], strict=True)
        except (ClientError, BotoCoreError) as error:
            raise InputError(f"CloudWatch cannot be read (cloudwatch:GetMetricData): {error}") from error
    return found


def _query(number: int, source: Source, asked: tuple[str, str, int]) -> Mapping[str, Any]:
    metric, statistic, period = asked
    dimensions = [{"Name": name, "Value": value} for name, value in source.dimensions]
    named = {"Namespace": source.namespace, "MetricName": str(metric), "Dimensions": dimensions}
    return {"Id": f"m{number}", "MetricStat": {"Metric": named, "Period": period, "Stat": statistic}}


def _per_minute(sources: tuple[Source, ...], read: list[_Found], first: datetime) -> Mapping[int, int]:
    counts: dict[int, int] = {}
    for source, values in zip(sources, read, strict=True):
        if source.title == f"the router's {Pattern.LAMBDA_ON_DEMAND}":
            continue  # the prediction API has counted them
        for moment, value in values.values.get((source.requests, "Sum"), ()):
            minute = int((moment - first).total_seconds() // MINUTE_S)
            counts[minute] = counts.get(minute, 0) + round(value)
    return {minute: count for minute, count in sorted(counts.items()) if count > 0}


def _latencies(sources: tuple[Source, ...], read: list[_Found]) -> tuple[dict[Pattern, Latencies], list[str]]:
    """Of several sources of a pattern the one with the most answers."""
    best: dict[Pattern, Latencies] = {}
    missing: list[str] = []
    for source, values in zip(sources, read, strict=True):
        item = _of_source(source, values)
        if item is None:
            missing.append(f"{source.title} ({source.pattern}): CloudWatch has no {source.latency} of it in this time")
        elif source.pattern not in best or item.samples > best[source.pattern].samples:
            best[source.pattern] = item
            if source.pattern == Pattern.LAMBDA_ON_DEMAND:
                missing.append(f"{source.title}: cold starts are no metric of Lambda; Init Duration is in REPORT lines")
            elif source.setup and item.cold_start_ms is None:
                missing.append(f"{source.title}: no cold start in this time, so its length is not known")
    return best, missing


def _of_source(source: Source, values: _Found) -> Latencies | None:
    samples = values.values.get((source.latency, "SampleCount"), [])
    if not samples:
        return None
    hour, count = max(samples, key=lambda item: item[1])
    figures = [values.at(source.latency, statistic, hour) for statistic in ("p50", "p90", "p99")]
    if count < 1 or any(figure is None or figure <= 0 for figure in figures):
        return None
    p50, p90, p99 = ((figure or 0.0) / source.per_ms for figure in figures)
    setups = values.total(source.setup, "SampleCount") if source.setup else 0.0
    cold = values.total(source.setup, "Sum") / setups / source.per_ms if setups else None
    where = f"CloudWatch, {source.title}, the busiest hour ({hour:%Y-%m-%d %H:%M} UTC)"
    return Latencies(p50_ms=p50, p90_ms=p90, p99_ms=p99, samples=int(count), cold_start_ms=cold, source=where)
