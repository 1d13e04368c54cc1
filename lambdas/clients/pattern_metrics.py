"""Reads what the router saw of each pattern in the last minutes, and how much of its capacity is in use.

Requests and errors are sums, so they are added up over short periods, and the last period with a request says how
fresh all of it is. Percentiles cannot be added up: neither the mean nor the maximum of the percentiles of ten seconds
is that of two minutes. So each is asked for with one period that spans everything that is looked at. Periods start
with the request's start, which is a whole minute because CloudWatch would round it down to one, so what is looked at
is up to a minute longer than the window. A window of less than a minute is a period itself, and starts are rounded down
to a multiple of it: two of them are looked at. Of two periods the larger value counts, which errs on the side of a
pattern that is slow.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from domain.metrics import NAMESPACE, Metric
from domain.switching.evidence import Calls
from domain.switching.utilization import UtilizationMetric

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {"any": ("cloudwatch:GetMetricData",)}

ROUTER: Final = "route_request"
"""Value of the dimension `service` of what the router publishes."""
COMPLETE: Final = "Complete"
MINUTE_S: Final = 60
Points = tuple[tuple[float, float], ...]
"""Epoch seconds at which a period starts, and its value."""


class PatternMetrics:
    """Asks CloudWatch.

    Args:
        client: CloudWatch.
        environment: Dimension `Environment` of the router's metrics.
        window_s: How far back to look, in seconds; a multiple of 60, or 10, 20 or 30.
        period_s: Length of a period of the sums, in seconds; at most the window.
    """

    def __init__(self, client: Any, environment: str, *, window_s: int, period_s: int) -> None:
        self._client = client
        self._environment = environment
        self._window_s = window_s
        self._period_s = period_s
        self._step_s = min(window_s, MINUTE_S)  # what the start is rounded down by
        short = window_s < MINUTE_S
        # With the minute that the start is rounded by, and the period's rest:
        self._whole_s = window_s if short else window_s + 2 * MINUTE_S
        self._last_s = window_s if short else period_s  # the end of a period below a minute is rounded down too

    def read(
        self, patterns: Iterable[str], utilization: Mapping[str, UtilizationMetric], now_s: float
    ) -> dict[str, Calls | None]:
        """Return what was seen of each pattern until ``now_s`` (epoch seconds).

        ``None`` when CloudWatch did not say everything about it: nothing is known then.
        """
        names = tuple(patterns)
        queries = [query for at, name in enumerate(names) for query in self._queries(at, name, utilization.get(name))]
        end_s = (now_s // self._last_s + 1) * self._last_s  # with the period that is not over yet
        found = self._ask(queries, (now_s - self._window_s) // self._step_s * self._step_s, end_s)
        return {name: self._observed(at, found, utilization.get(name), now_s) for at, name in enumerate(names)}

    def _queries(self, at: int, pattern: str, utilization: UtilizationMetric | None) -> Iterator[dict[str, Any]]:
        own = {"service": ROUTER, "Environment": self._environment, "Pattern": pattern}
        asked = (
            ("r", Metric.PATTERN_REQUESTS, "Sum", self._period_s),
            ("e", Metric.PATTERN_ERRORS, "Sum", self._period_s),
            ("m", Metric.PATTERN_LATENCY, "p50", self._whole_s),
            ("t", Metric.PATTERN_LATENCY, "p99", self._whole_s),
        )
        for key, metric, statistic, period_s in asked:
            yield _query(f"{key}{at}", (NAMESPACE, metric.value, own), statistic, period_s)
        if utilization is not None:
            metric_of = (utilization.namespace, utilization.metric, utilization.dimensions)
            yield _query(f"u{at}", metric_of, utilization.statistic, self._whole_s)

    def _ask(self, queries: list[dict[str, Any]], start_s: float, end_s: float) -> dict[str, Points | None]:
        points: dict[str, Points] = {}
        status: dict[str, str] = {}
        request: dict[str, Any] = {
            "MetricDataQueries": queries,
            "StartTime": datetime.fromtimestamp(start_s, UTC),
            "EndTime": datetime.fromtimestamp(end_s, UTC),
        }
        while True:
            page = self._client.get_metric_data(**request)
            for result in page["MetricDataResults"]:
                name = result["Id"]
                times = (moment.timestamp() for moment in result["Timestamps"])
                points[name] = points.get(name, ()) + tuple(zip(times, result["Values"], strict=True))
                status[name] = result["StatusCode"]  # the last page of a metric says whether it is complete
            if not page.get("NextToken"):
                break
            request["NextToken"] = page["NextToken"]
        asked = [query["Id"] for query in queries]
        return {name: points.get(name, ()) if status.get(name) == COMPLETE else None for name in asked}

    def _observed(
        self, at: int, found: Mapping[str, Points | None], utilization: UtilizationMetric | None, now_s: float
    ) -> Calls | None:
        wanted = [found[f"{key}{at}"] for key in "remt"]
        used = found[f"u{at}"] if utilization is not None else ()
        known = [points for points in (*wanted, used) if points is not None]
        if len(known) < len(wanted) + 1:
            return None
        requests, errors, p50, p99, used_points = known
        called = [start_s for start_s, value in requests if value > 0]
        share = _largest(used_points)
        return Calls(
            requests=sum(value for _, value in requests),
            errors=sum(value for _, value in errors),
            p50_ms=_largest(p50),
            p99_ms=_largest(p99),
            utilization=None if share is None or utilization is None else share / utilization.full,
            newest_s=min(max(called) + self._period_s, now_s) if called else None,
        )


def _largest(points: Points) -> float | None:
    return max((value for _, value in points), default=None)


def _query(name: str, metric: tuple[str, str, Mapping[str, str]], statistic: str, period_s: int) -> dict[str, Any]:
    namespace, metric_name, dimensions = metric
    listed = [{"Name": key, "Value": value} for key, value in dimensions.items()]
    return {
        "Id": name,
        "MetricStat": {
            "Metric": {"Namespace": namespace, "MetricName": metric_name, "Dimensions": listed},
            "Period": period_s,
            "Stat": statistic,
        },
        "ReturnData": True,
    }
