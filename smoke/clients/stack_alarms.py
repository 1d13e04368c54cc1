"""Asks CloudWatch for the alarms that tell a topic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from domain.smoke.alarms import AlarmFacts

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {"any": ("cloudwatch:DescribeAlarms",)}

BREACHING: Final = "breaching"
"""https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html"""


class StackAlarms:
    """Describes alarms by whom they tell: names do not say which stack they are of, and tags take a call each."""

    def __init__(self, client: Any, region: str) -> None:
        """Use ``client`` (CloudWatch of ``region``)."""
        self._client = client
        self._region = region

    def telling(self, topic_arn: str) -> list[AlarmFacts]:
        """Return the alarms, metric and composite ones, of which an action is the topic."""
        found = []
        for page in self._pages(topic_arn):
            for alarm in (*page.get("MetricAlarms", ()), *page.get("CompositeAlarms", ())):
                threshold = alarm.get("Threshold")
                found.append(
                    AlarmFacts(
                        name=alarm["AlarmName"],
                        state=alarm["StateValue"],
                        region=self._region,
                        why=str(alarm.get("StateReason") or ""),
                        threshold=None if threshold is None else float(threshold),
                        enabled=alarm.get("ActionsEnabled", True),
                        needs_data=alarm.get("TreatMissingData") == BREACHING,
                    )
                )
        return found

    def _pages(self, topic_arn: str) -> Iterator[Mapping[str, Any]]:
        position: dict[str, str] = {}
        while True:
            page = self._client.describe_alarms(
                ActionPrefix=topic_arn, AlarmTypes=["MetricAlarm", "CompositeAlarm"], MaxRecords=100, **position
            )
            yield page
            if not page.get("NextToken"):
                return
            position = {"NextToken": page["NextToken"]}
