"""What CloudWatch refuses or filters and moto does not; where it is not asked, moto's answer stays."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sandbox.errors import AwsError
from sandbox.request import ACCOUNT_ID, AwsRequest, AwsResponse
from sandbox.scaling.samples import epoch, metric_key
from sandbox.service import BaseService

# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
MOST_QUERIES: Final = 500
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html: three hours is all it takes.
RECENT: Final = "PT3H"
_RECENT_FOR: Final = timedelta(hours=3)


class MetricLimits(BaseService):
    """Holds GetMetricData to its number of queries; ListMetrics names a metric once, and knows RecentlyActive."""

    names = frozenset({"monitoring"})

    def handle(self, request: AwsRequest) -> AwsResponse | None:
        """Refuses what CloudWatch would refuse; otherwise declines."""
        if request.protocol != "json":
            return None
        if request.operation == "GetMetricData":
            asked = len(request.json().get("MetricDataQueries") or ())
            if asked > MOST_QUERIES:
                message = f"The collection MetricDataQueries must not have a size greater than {MOST_QUERIES}; it has"
                raise AwsError("ValidationError", f"{message} {asked}.")
        if request.operation == "ListMetrics" and request.json().get("RecentlyActive") not in (None, RECENT):
            raise AwsError("InvalidParameterValue", f"RecentlyActive must be {RECENT}.")
        return None

    def after(self, request: AwsRequest, response: AwsResponse) -> AwsResponse:
        """Names each metric of a page once, where moto names it for each datum; none without data of late, if asked."""
        if request.operation != "ListMetrics" or request.protocol != "json" or response.status >= 300:
            return response
        body = json.loads(response.body)
        found = {_key(metric): metric for metric in body.get("Metrics") or ()}
        if request.json().get("RecentlyActive"):
            recent = _recent(request.region)
            found = {key: metric for key, metric in found.items() if key in recent}
        body["Metrics"] = list(found.values())
        headers = {key: value for key, value in response.headers.items() if key.lower() != "content-length"}
        return AwsResponse(status=response.status, headers=headers, body=json.dumps(body).encode())


def _recent(region: str) -> set[Any]:
    from moto.cloudwatch.models import cloudwatch_backends

    since = (datetime.now(UTC) - _RECENT_FOR).timestamp()
    data = list(cloudwatch_backends[ACCOUNT_ID][region].metric_data)
    return {metric_key(one.namespace, one.name, one.dimensions) for one in data if epoch(one.timestamp) >= since}


def _key(metric: dict[str, Any]) -> Any:
    dimensions = frozenset((one["Name"], one["Value"]) for one in metric.get("Dimensions") or ())
    return metric["Namespace"], metric["MetricName"], dimensions
