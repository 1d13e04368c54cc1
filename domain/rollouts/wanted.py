"""How a new version shall take over: all at once, a canary, in equal steps, or batch by batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from typing import Any, Final

from domain.checks import finite_number, refuse, whole_number

LONGEST_WAIT_MINUTES: Final = 60.0
"""3,600 s between two steps, and as long until the old fleet is gone.
https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrafficRoutingConfig.html"""
LONGEST_MINUTES: Final = 480.0
"""28,800 s in all. https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_BlueGreenUpdatePolicy.html"""
FULL: Final = 1.0


class RolloutKind(StrEnum):
    """How traffic moves to the new version."""

    ALL_AT_ONCE = "all-at-once"
    CANARY = "canary"
    LINEAR = "linear"
    ROLLING = "rolling"


class NoData(StrEnum):
    """What an alarm without data means while a version is tried."""

    WAIT = "wait"
    ACCEPT = "accept"


PERCENT: Final[Mapping[RolloutKind, tuple[int, int]]] = {
    RolloutKind.CANARY: (1, 50),
    RolloutKind.LINEAR: (10, 50),
    RolloutKind.ROLLING: (5, 50),
}
"""Share of the capacity in one step, lowest and highest.
https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrafficRoutingConfig.html and API_RollingUpdatePolicy"""


@dataclass(frozen=True, slots=True)
class Rollout:
    """What a stack asks for.

    Attributes:
        kind: How traffic moves.
        percent: Share of a canary, of one linear step or of one batch: 1, 10 or 5 to 50; unused all at once.
        step_minutes: How long each step is watched, 0 to 60.
        keep_minutes: How long the whole traffic is watched while the old version is kept, 0 to 60.
        timeout_minutes: After so long an unfinished rollout is taken back: above 0, at most 480, longer than all waits.
        no_data: Whether an alarm without data lets a step pass. `wait` does not: what is unknown is not healthy.
    """

    kind: RolloutKind = RolloutKind.ALL_AT_ONCE
    percent: int = 10
    step_minutes: float = 5.0
    keep_minutes: float = 5.0
    timeout_minutes: float = 120.0
    no_data: NoData = NoData.WAIT

    def __post_init__(self) -> None:
        low, high = PERCENT.get(self.kind, (1, 100))
        whole_number(f"percent of a {self.kind} rollout", self.percent, low, high)
        for name in ("step_minutes", "keep_minutes"):
            if finite_number(name, getattr(self, name), 0) > LONGEST_WAIT_MINUTES:
                refuse(name, getattr(self, name), f"at most {LONGEST_WAIT_MINUTES:g} minutes")
        if finite_number("timeout_minutes", self.timeout_minutes, 0, above=True) > LONGEST_MINUTES:
            refuse("timeout_minutes", self.timeout_minutes, f"at most {LONGEST_MINUTES:g} minutes")
        if self.timeout_minutes <= self.waits_minutes:
            refuse("timeout_minutes", self.timeout_minutes, f"longer than all waits together, {self.waits_minutes:g}")

    @property
    def shares(self) -> tuple[float, ...]:
        """The new version's share in each step, rising to 1."""
        if self.kind is RolloutKind.ALL_AT_ONCE:
            return (FULL,)
        if self.kind is RolloutKind.CANARY:
            return (self.percent / 100, FULL)
        steps: list[float] = []
        for step in count(1):
            if step * self.percent >= 100:
                break
            steps.append(step * self.percent / 100)
        return (*steps, FULL)

    @property
    def waits_minutes(self) -> float:
        """All waits together."""
        return sum(self.wait_minutes(step) for step in range(len(self.shares)))

    def wait_minutes(self, step: int) -> float:
        """How long a step, counted from 0, is watched."""
        last = step == len(self.shares) - 1
        return self.keep_minutes if last and self.kind is not RolloutKind.ALL_AT_ONCE else self.step_minutes

    def to_document(self) -> dict[str, Any]:
        """The JSON object that `parse_rollout` reads."""
        return {
            "kind": self.kind.value,
            "percent": self.percent,
            "step_minutes": self.step_minutes,
            "keep_minutes": self.keep_minutes,
            "timeout_minutes": self.timeout_minutes,
            "no_data": self.no_data.value,
        }


def parse_rollout(found: Any) -> Rollout:
    """Read a rollout; what is not given has its default.

    Raises:
        ValueError: It is no object, or a member is unknown or not accepted.
    """
    if not isinstance(found, dict) or not set(found) <= set(Rollout.__dataclass_fields__):
        refuse("rollout", found, f"an object of {', '.join(Rollout.__dataclass_fields__)}")
    kind = found.get("kind", RolloutKind.ALL_AT_ONCE.value)
    no_data = found.get("no_data", NoData.WAIT.value)
    if kind not in list(RolloutKind):
        refuse("rollout.kind", kind, ", ".join(RolloutKind))
    if no_data not in list(NoData):
        refuse("rollout.no_data", no_data, ", ".join(NoData))
    return Rollout(**{**found, "kind": RolloutKind(kind), "no_data": NoData(no_data)})
