"""GetMetricData and what PutMetricData says about resolution.

moto gives no percentiles and no metric math, and goes through all data once for each period of each query. Metrics
Insights (`SELECT`), `SEARCH` and math over different periods are refused, not guessed.
"""

from __future__ import annotations

import gzip
import json
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sandbox.cloudwatch.periods import Span, by_period, is_period
from sandbox.context import SandboxContext
from sandbox.errors import AwsError
from sandbox.request import ACCOUNT_ID, AwsRequest, AwsResponse
from sandbox.scaling.alarm_state import STATISTIC
from sandbox.scaling.metric_math import ExpressionError, Series, compute, names_in, parse_expression
from sandbox.scaling.samples import MetricKey, SampleIndex
from sandbox.service import BaseService

MOST_POINTS: Final = 100_800
_ID: Final = re.compile(r"[a-z]\w{0,254}")
_MOTOS_OWN: Final = "AWS/S3"
"""moto computes the sizes of buckets when they are asked for."""

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Metric:
    key: MetricKey
    stat: str
    period_s: int
    unit: str


class MetricData(BaseService):
    """Answers GetMetricData; notes which metrics are of high resolution.

    Args:
        context: Knows which metrics those are.
        clock: Epoch seconds.
    """

    names = frozenset({"monitoring"})

    def __init__(self, context: SandboxContext, clock: Callable[[], float] = time.time) -> None:
        self._context = context
        self._clock = clock
        self._indexes: dict[str, SampleIndex] = {}
        self._lock = threading.Lock()

    def handle(self, request: AwsRequest) -> AwsResponse | None:
        """See `MetricData`; declines everything else."""
        if request.protocol != "json":
            return None
        if request.operation == "PutMetricData":
            self._note(request.region, _opened(request))
        if request.operation == "GetMetricData" and not _asks_moto(request.json()):
            answer = self._answer(request.region, request.json())
            return AwsResponse.of_json(answer, content_type="application/x-amz-json-1.0")
        return None

    def _note(self, region: str, body: Fields) -> None:
        for datum in body.get("MetricData") or ():
            resolution = datum.get("StorageResolution", 60)
            if resolution not in (1, 60):
                message = f"The parameter MetricData.member.StorageResolution is {resolution}; it must be 1 or 60."
                raise AwsError("InvalidParameterValue", message)
            if resolution == 1 and self._context.metrics is not None:
                dimensions = {one["Name"]: one["Value"] for one in datum.get("Dimensions") or ()}
                self._context.metrics.sharpen(region, str(body["Namespace"]), str(datum["MetricName"]), dimensions)

    def _answer(self, region: str, body: Fields) -> dict[str, Any]:
        queries: Sequence[Fields] = body.get("MetricDataQueries") or ()
        span = _span(body, self._clock())
        _check_ids(queries)
        metrics = {str(query["Id"]): _metric(query) for query in queries if query.get("MetricStat")}
        texts = {str(query["Id"]): str(query["Expression"]) for query in queries if query.get("Expression")}
        periods = {metric.period_s for metric in metrics.values()}
        periods |= {int(query["Period"]) for query in queries if query.get("Period") and query.get("Expression")}
        found = self._read(region, metrics, span)
        math_period = max(periods, default=60)
        if texts and len(periods) > 1:
            raise _invalid(f"Metric math over periods of {sorted(periods)} s is not played by the sandbox; use one.")
        grid = span.grid(math_period) if texts else range(0)
        if len(grid) > MOST_POINTS:
            raise _invalid(f"Metric math over {len(grid)} periods is more than {MOST_POINTS}; ask for a shorter time.")
        known: dict[str, Series] = {name: [values.get(at) for at in grid] for name, values in found.items()}
        for name in texts:
            found[name] = _points(_value(name, known, texts, len(grid), ()), grid)
        shown = [query for query in queries if query.get("ReturnData", True)]
        return _page(body, [(query, found[str(query["Id"])]) for query in shown])

    def _read(self, region: str, metrics: Mapping[str, _Metric], span: Span) -> dict[str, Mapping[int, float]]:
        from moto.cloudwatch.models import cloudwatch_backends

        with self._lock:
            index = self._indexes.setdefault(region, SampleIndex(kept=None))
            index.refresh(cloudwatch_backends[ACCOUNT_ID][region].metric_data)
            samples = {name: index.since(one.key, span.start - one.period_s - 3600) for name, one in metrics.items()}
        answer: dict[str, Mapping[int, float]] = {}
        for name, one in metrics.items():
            kept = [sample for sample in samples[name] if one.unit in ("", sample.unit)]
            sharp = self._sharp(region, one.key)
            answer[name] = by_period(kept, one.stat, span.grid(one.period_s), one.period_s, sharp=sharp)
        return answer

    def _sharp(self, region: str, key: MetricKey) -> bool:
        sink = self._context.metrics
        return sink is not None and sink.is_sharp(region, key[0], key[1], dict(key[2]))


def _opened(request: AwsRequest) -> Fields:
    """The body; clients compress those of PutMetricData above 10 KB."""
    if request.headers.get("content-encoding") != "gzip":
        return request.json()
    body: Fields = json.loads(gzip.decompress(request.body))
    return body


def _asks_moto(body: Fields) -> bool:
    metrics = [(query.get("MetricStat") or {}).get("Metric") or {} for query in body.get("MetricDataQueries") or ()]
    return any(metric.get("Namespace") == _MOTOS_OWN for metric in metrics)


def _span(body: Fields, now: float) -> Span:
    start, end = float(body["StartTime"]), float(body["EndTime"])
    if start > end:
        raise _invalid("The parameter EndTime must be greater than StartTime.")
    if start == end:
        raise _invalid("The parameter StartTime must not equal parameter EndTime.")
    return Span(start, end, now)


def _check_ids(queries: Sequence[Fields]) -> None:
    ids = [str(query.get("Id") or "") for query in queries]
    for query, name in zip(queries, ids, strict=True):
        if not _ID.fullmatch(name):
            raise _invalid(f"Id {name!r} must begin with a lower-case letter, and have letters, digits and _ only.")
        if bool(query.get("MetricStat")) == bool(query.get("Expression")):
            raise _invalid(f"The query {name!r} needs exactly one of MetricStat and Expression.")
    if len(set(ids)) < len(ids):
        raise _invalid("The values of Id in MetricDataQueries must be unique.")


def _metric(query: Fields) -> _Metric:
    given = query["MetricStat"]
    metric, stat, period = given.get("Metric") or {}, str(given.get("Stat")), given.get("Period")
    if isinstance(period, bool) or not isinstance(period, int) or not is_period(period):
        raise _invalid(f"The period {period!r} of {query['Id']} must be 1, 5, 10, 20, 30 or a multiple of 60.")
    if not STATISTIC.fullmatch(stat):
        raise _invalid(f"The statistic {stat!r} of {query['Id']} is not one that the sandbox computes.")
    dimensions = frozenset((str(one["Name"]), str(one["Value"])) for one in metric.get("Dimensions") or ())
    key = (str(metric.get("Namespace")), str(metric.get("MetricName")), dimensions)
    return _Metric(key, stat, period, str(given.get("Unit") or ""))


def _value(
    name: str, known: dict[str, Series], texts: Mapping[str, str], length: int, asked: tuple[str, ...]
) -> Series:
    if name not in known:
        if name in asked or name not in texts:
            raise _invalid(f"The expression id {name!r} is not there, or refers to itself.")
        try:
            node = parse_expression(texts[name])
            for other in sorted(names_in(node)):
                _value(other, known, texts, length, (*asked, name))
            known[name] = compute(node, known, length)
        except ExpressionError as error:
            raise _invalid(f"Error in expression {name!r}: {error}") from error
    return known[name]


def _points(series: Series, grid: Sequence[int]) -> dict[int, float]:
    return {at: value for at, value in zip(grid, series, strict=True) if value is not None}


def _page(body: Fields, found: Sequence[tuple[Fields, Mapping[int, float]]]) -> dict[str, Any]:
    """One page: so many points of each metric that MaxDatapoints holds."""
    token, most = str(body.get("NextToken") or "0"), int(body.get("MaxDatapoints") or MOST_POINTS)
    if not token.isdigit() or not 1 <= most <= MOST_POINTS:
        raise _invalid(f"NextToken must be one that was given, and MaxDatapoints 1 to {MOST_POINTS}.")
    size = max(1, most // max(1, len(found)))
    start, longest = int(token), max((len(points) for _, points in found), default=0)
    newest_first = body.get("ScanBy", "TimestampDescending") != "TimestampAscending"
    results = []
    for query, points in found:
        shown = sorted(points.items(), reverse=newest_first)[start : start + size]
        results.append(
            {
                "Id": query["Id"],
                "Label": query.get("Label") or _label(query),
                "Timestamps": [at for at, _ in shown],
                "Values": [value for _, value in shown],
                "StatusCode": "PartialData" if len(points) > start + size else "Complete",
            }
        )
    more = {"NextToken": str(start + size)} if longest > start + size else {}
    return {"MetricDataResults": results, "Messages": [], **more}


def _label(query: Fields) -> str:
    stat = query.get("MetricStat")
    return f"{stat['Metric']['MetricName']} {stat['Stat']}" if stat else str(query["Id"])


def _invalid(message: str) -> AwsError:
    return AwsError("ValidationError", message)
