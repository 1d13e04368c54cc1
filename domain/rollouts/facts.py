"""How things stand while a deployment is at work: what its next step is decided on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from domain.models.release import Release

IN_SERVICE: Final = "InService"
FAILED: Final = "Failed"
BUSY: Final = frozenset({"Creating", "Updating", "SystemUpdating", "RollingBack", "Deleting"})
"""https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeEndpoint.html"""


class AlarmState(StrEnum):
    """State of an alarm; `missing` when there is none of that name."""

    OK = "OK"
    ALARM = "ALARM"
    INSUFFICIENT_DATA = "INSUFFICIENT_DATA"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class EndpointFacts:
    """An endpoint as SageMaker describes it.

    Attributes:
        status: EndpointStatus.
        config: The configuration that serves.
        pending: The configuration that is on its way; empty when none is.
        failure: FailureReason; may be empty after a rollback too.
    """

    status: str
    config: str
    pending: str = ""
    failure: str = ""

    @property
    def busy(self) -> bool:
        """Whether it takes no change now."""
        return self.status in BUSY


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that a step depends on.

    Attributes:
        endpoint: The endpoint; None when it is not there.
        release: What the HTTP API serves.
        alarms: State of each alarm of the targets; one that is not listed is missing.
        settled: Whether `current.json` says that the deployment is in service.
    """

    endpoint: EndpointFacts | None = None
    release: Release = field(default_factory=Release)
    alarms: Mapping[str, AlarmState] = field(default_factory=dict)
    settled: bool = False

    def state(self, alarm: str) -> AlarmState:
        """State of one alarm."""
        return self.alarms.get(alarm, AlarmState.MISSING)
