"""How endpoints and functions were used, from CloudWatch.

Names and units: https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html (ModelLatency,
OverheadLatency and ModelSetupTime are microseconds),
https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-monitoring.html and
https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html (Duration is milliseconds).

How many requests provisioned concurrency served is not read: for its metrics the pages list Average, Max and Min only,
none of which adds up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any, Final, NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from advisor.actuals.inventory import Kind, Served
from advisor.actuals.scope import Period
from advisor.errors import InputError

MOST_QUERIES: Final = 500
"""https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html"""
DAY_S: Final = 86_400
COMPLETE: Final = "Complete"
PARTIAL: Final = "PartialData"
"""More of the series follows on the next page."""

SAGEMAKER: Final = "AWS/SageMaker"
LAMBDA: Final = "AWS/Lambda"


class Reading(NamedTuple):
    """A metric and the statistic that adds up over days: an average of averages would not."""

    metric: str
    statistic: str


REQUESTS: Final = Reading("Invocations", "Sum")
MODEL_TIME: Final = Reading("ModelLatency", "Sum")
MODEL_COUNT: Final = Reading("ModelLatency", "SampleCount")
OVERHEAD_TIME: Final = Reading("OverheadLatency", "Sum")
OVERHEAD_COUNT: Final = Reading("OverheadLatency", "SampleCount")
SETUP_TIME: Final = Reading("ModelSetupTime", "Sum")
SETUP_COUNT: Final = Reading("ModelSetupTime", "SampleCount")
CALLER_ERRORS: Final = Reading("Invocation4XXErrors", "Sum")
MODEL_ERRORS: Final = Reading("Invocation5XXErrors", "Sum")
DURATION: Final = Reading("Duration", "Sum")
ERRORS: Final = Reading("Errors", "Sum")

_ENDPOINT: Final = (
    REQUESTS,
    MODEL_TIME,
    MODEL_COUNT,
    OVERHEAD_TIME,
    OVERHEAD_COUNT,
    CALLER_ERRORS,
    MODEL_ERRORS,
)
READINGS: Final[Mapping[Kind, tuple[Reading, ...]]] = {
    Kind.SERVERLESS: (*_ENDPOINT, SETUP_TIME, SETUP_COUNT),
    Kind.INSTANCES: _ENDPOINT,
    Kind.COMPONENTS: _ENDPOINT,
    Kind.FUNCTION: (REQUESTS, DURATION, ERRORS),
}


@dataclass(frozen=True)
class Observed:
    """How one endpoint or function was used in a period; ``None`` is not known, which is not 0.

    Attributes:
        served: Which.
        sums: What each reading adds up to, of all variants or components.
        problem: Why something is not known; empty when nothing went wrong.
    """

    served: Served
    sums: Mapping[Reading, float]
    problem: str = ""

    @property
    def requests(self) -> float | None:
        """Requests."""
        return self.sums.get(REQUESTS)

    @property
    def duration_ms(self) -> float | None:
        """Mean time in the model, or of the function, in milliseconds."""
        if self.served.kind == Kind.FUNCTION:
            return _mean(self.sums.get(DURATION), self.requests, 1)
        return _mean(self.sums.get(MODEL_TIME), self.sums.get(MODEL_COUNT), 1000)

    @property
    def overhead_ms(self) -> float | None:
        """Mean time that SageMaker added, cold starts included, in milliseconds."""
        return _mean(self.sums.get(OVERHEAD_TIME), self.sums.get(OVERHEAD_COUNT), 1000)

    @property
    def cold_starts(self) -> float | None:
        """How often new capacity was started: samples of ModelSetupTime."""
        return self.sums.get(SETUP_COUNT)

    @property
    def cold_start_ms(self) -> float | None:
        """Mean length of one, in milliseconds."""
        return _mean(self.sums.get(SETUP_TIME), self.sums.get(SETUP_COUNT), 1000)


def _mean(total: float | None, count: float | None, per_ms: int) -> float | None:
    return total / count / per_ms if total is not None and count else None


@dataclass(frozen=True)
class _Query:
    """One series of one endpoint or function."""

    place: int
    reading: Reading
    dimensions: tuple[tuple[str, str], ...]
    namespace: str

    def request(self, number: int) -> Mapping[str, Any]:
        dimensions = [{"Name": name, "Value": value} for name, value in self.dimensions]
        metric = {"Namespace": self.namespace, "MetricName": self.reading.metric, "Dimensions": dimensions}
        stat = {"Metric": metric, "Period": DAY_S, "Stat": self.reading.statistic}
        return {"Id": f"m{number}", "MetricStat": stat, "ReturnData": True}


def observe(client: Any, served: Iterable[Served], period: Period) -> tuple[Observed, ...]:
    """Read the metrics of everything that is served: 500 series a call, all pages.

    Args:
        client: A CloudWatch client in the stack's Region.
        served: Endpoints and functions.
        period: Which days.

    Raises:
        InputError: CloudWatch refuses or cannot be reached.
    """
    things = tuple(served)
    queries = tuple(_queries(things))
    sums: list[dict[Reading, float]] = [{} for _ in things]
    problems: list[list[str]] = [[] for _ in things]
    for start in range(0, len(queries), MOST_QUERIES):
        batch = queries[start : start + MOST_QUERIES]
        for number, values, status in _answers(client, batch, period):
            query = batch[number]
            if values:
                found = sums[query.place]
                found[query.reading] = found.get(query.reading, 0.0) + sum(values)
            if status not in (COMPLETE, PARTIAL):
                problems[query.place].append(f"{query.reading.metric}: {status}")
    return tuple(
        Observed(thing, _known(found, bad), "; ".join(dict.fromkeys(bad)))
        for thing, found, bad in zip(things, sums, problems, strict=True)
    )


def _known(sums: Mapping[Reading, float], problems: list[str]) -> Mapping[Reading, float]:
    """Without what is only half there."""
    broken = {problem.partition(":")[0] for problem in problems}
    return {reading: value for reading, value in sums.items() if reading.metric not in broken}


def _queries(things: tuple[Served, ...]) -> Iterator[_Query]:
    for place, thing in enumerate(things):
        namespace = LAMBDA if thing.kind == Kind.FUNCTION else SAGEMAKER
        for dimensions in thing.dimensions:
            for reading in READINGS[thing.kind]:
                yield _Query(place, reading, dimensions, namespace)


def _answers(client: Any, batch: tuple[_Query, ...], period: Period) -> Iterator[tuple[int, list[float], str]]:
    """Number of the query, its values on a page, and how that page went."""
    midnight = time(tzinfo=UTC)
    pages = client.get_paginator("get_metric_data").paginate(
        MetricDataQueries=[query.request(number) for number, query in enumerate(batch)],
        StartTime=datetime.combine(period.first, midnight),
        EndTime=datetime.combine(period.after, midnight),
        ScanBy="TimestampAscending",
    )
    try:
        for page in pages:
            for result in page["MetricDataResults"]:
                yield int(result["Id"].removeprefix("m")), result["Values"], result.get("StatusCode", COMPLETE)
    except (ClientError, BotoCoreError) as error:
        raise InputError(f"CloudWatch cannot be read (cloudwatch:GetMetricData): {error}") from error
