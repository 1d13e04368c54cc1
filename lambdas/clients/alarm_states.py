"""Asks CloudWatch how alarms stand."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from domain.rollouts.facts import AlarmState

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {"any": ("cloudwatch:DescribeAlarms",)}


class AlarmStates:
    """Describes alarms, metric and composite ones."""

    def __init__(self, client: Any) -> None:
        """Use ``client`` (CloudWatch)."""
        self._client = client

    def of(self, names: Sequence[str]) -> dict[str, AlarmState]:
        """Return the state of each alarm that exists.

        Args:
            names: At most 100. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
        """
        if not names:
            return {}
        found = self._client.describe_alarms(
            AlarmNames=list(names), AlarmTypes=["MetricAlarm", "CompositeAlarm"], MaxRecords=100
        )
        alarms = [*found.get("MetricAlarms", ()), *found.get("CompositeAlarms", ())]
        return {alarm["AlarmName"]: AlarmState(alarm["StateValue"]) for alarm in alarms}
