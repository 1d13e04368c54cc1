"""What a stack's metrics come to, without a stack: the time that was looked at ends now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from advisor.actuals.inventory import Inventory
from advisor.errors import InputError
from advisor.recommend.live import MOST_HOURS, read_live
from domain.metrics import Metric

NOW = datetime(2026, 11, 26, 10, 6, 30, tzinfo=UTC)


class CloudWatch:
    """Ten predictions in each of the five minutes before now; no latencies."""

    def get_paginator(self, _: str) -> CloudWatch:
        return self

    def paginate(self, **asked: Any) -> Iterator[dict[str, Any]]:
        results = []
        for query in asked["MetricDataQueries"]:
            counted = query["MetricStat"]["Metric"]["MetricName"] == Metric.PREDICTION_REQUESTS
            times = [NOW.replace(second=0) - timedelta(minutes=minute) for minute in range(5, 0, -1)]
            found = {"Timestamps": times, "Values": [10.0] * 5} if counted else {"Timestamps": [], "Values": []}
            results.append({"Id": query["Id"], **found})
        yield {"MetricDataResults": results}


def test_the_rest_of_the_running_hour_is_no_time_without_requests() -> None:
    """Ten a minute for the six and a half minutes of this hour are not fifty in an hour."""
    live = read_live(CloudWatch(), Inventory((), ()), "test", 1, NOW)
    assert sum(live.per_minute.values()) == 50
    assert live.minutes == 7


@pytest.mark.parametrize("hours", [0, MOST_HOURS + 1])
def test_hours_that_cloudwatch_does_not_keep_are_refused(hours: int) -> None:
    with pytest.raises(InputError, match="accepted is 1 to 360"):
        read_live(CloudWatch(), Inventory((), ()), "test", hours, NOW)
