"""Reads what endpoints did: which variants are heard of, and how often anything was called, 500 metrics a call."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "any": ("cloudwatch:GetMetricData", "cloudwatch:ListMetrics"),
}

QUERIES: Final = 500
"""https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html"""
INSTANCES: Final = "/aws/sagemaker/Endpoints"
HEARTBEAT: Final = "CPUUtilization"
"""Published every minute while a variant has an instance, called or not.
https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html"""
MINUTE_S: Final = 60
FIVE_MINUTES_S: Final = 300
COMPLETE: Final = "Complete"


@dataclass(frozen=True, slots=True)
class MetricQuery:
    """One metric: ``AWS/SageMaker`` unless it says otherwise; ``dimensions`` are name and value."""

    name: str
    dimensions: tuple[tuple[str, str], ...]
    statistic: str = "Sum"
    namespace: str = "AWS/SageMaker"


def calls_of_variant(endpoint: str, variant: str) -> MetricQuery:
    """How often a variant was called."""
    return MetricQuery("Invocations", (("EndpointName", endpoint), ("VariantName", variant)))


def calls_of_component(component: str) -> MetricQuery:
    """How often an inference component was called."""
    return MetricQuery("Invocations", (("InferenceComponentName", component),))


def backlog_of(endpoint: str) -> MetricQuery:
    """Requests that an asynchronous endpoint works on or has yet to."""
    return MetricQuery("ApproximateBacklogSize", (("EndpointName", endpoint),), "Maximum")


def heartbeats_of(endpoint: str, variant: str) -> MetricQuery:
    """How often the instances of a variant were heard of: without any, silence about calls proves nothing."""
    return MetricQuery(HEARTBEAT, (("EndpointName", endpoint), ("VariantName", variant)), "SampleCount", INSTANCES)


class EndpointMetrics:
    """Asks CloudWatch."""

    def __init__(self, client: Any) -> None:
        """Use ``client`` (CloudWatch)."""
        self._client = client

    def heard_of(self) -> Iterator[tuple[str, str]]:
        """Yield endpoint and variant of everything that ran on instances in the last three hours."""
        position: dict[str, str] = {}
        while True:
            page = self._client.list_metrics(
                Namespace=INSTANCES, MetricName=HEARTBEAT, RecentlyActive="PT3H", **position
            )
            for metric in page["Metrics"]:
                found = {one["Name"]: one["Value"] for one in metric["Dimensions"]}
                if found.keys() == {"EndpointName", "VariantName"}:
                    yield found["EndpointName"], found["VariantName"]
            if not page.get("NextToken"):
                return
            position = {"NextToken": page["NextToken"]}

    def totals(self, queries: Sequence[MetricQuery], start: datetime, end: datetime) -> list[float | None]:
        """Return the sum of each metric's values from ``start`` to ``end``, in the order of ``queries``.

        0 when CloudWatch says that it has no values; ``None`` when it could not say: nothing is known then.
        """
        found: list[float | None] = []
        for first in range(0, len(queries), QUERIES):
            found += self._totals(queries[first : first + QUERIES], start, end)
        return found

    def _totals(self, queries: Sequence[MetricQuery], start: datetime, end: datetime) -> list[float | None]:
        sums = dict.fromkeys(range(len(queries)), 0.0)
        status: dict[int, str] = {}
        whole = (end - start).total_seconds() % FIVE_MINUTES_S == 0
        period_s = FIVE_MINUTES_S if whole else MINUTE_S  # fewer values to fetch where that loses nothing
        request: dict[str, Any] = {
            "MetricDataQueries": [_query(index, query, period_s) for index, query in enumerate(queries)],
            "StartTime": start,
            "EndTime": end,
        }
        while True:
            page = self._client.get_metric_data(**request)
            for result in page["MetricDataResults"]:
                index = int(result["Id"][1:])
                sums[index] += sum(result["Values"])
                status[index] = result["StatusCode"]  # the last page of a metric says whether it is complete
            if not page.get("NextToken"):
                return [sums[index] if status.get(index) == COMPLETE else None for index in sums]
            request["NextToken"] = page["NextToken"]


def _query(index: int, query: MetricQuery, period_s: int) -> dict[str, Any]:
    dimensions = [{"Name": name, "Value": value} for name, value in query.dimensions]
    metric = {"Namespace": query.namespace, "MetricName": query.name, "Dimensions": dimensions}
    return {
        "Id": f"q{index}",
        "MetricStat": {"Metric": metric, "Period": period_s, "Stat": query.statistic},
        "ReturnData": True,
    }
