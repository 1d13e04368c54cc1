"""How traffic is shifted: deployment configurations and their steps. Pure.

https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final


class ShiftError(ValueError):
    """A traffic routing configuration that CodeDeploy refuses."""


@dataclass(frozen=True, slots=True)
class Step:
    """One shift.

    Attributes:
        weight: Share of the calls that the new version has from then on, above 0, at most 1.
        hold_s: Seconds for which it stays so.
    """

    weight: float
    hold_s: float


def _canary(percentage: int, interval: int) -> dict[str, Any]:
    return {"type": "TimeBasedCanary", "timeBasedCanary": {"canaryPercentage": percentage, "canaryInterval": interval}}


def _linear(percentage: int, interval: int) -> dict[str, Any]:
    return {"type": "TimeBasedLinear", "timeBasedLinear": {"linearPercentage": percentage, "linearInterval": interval}}


PREDEFINED: Final[Mapping[str, Mapping[str, Any]]] = {
    "CodeDeployDefault.LambdaAllAtOnce": {"type": "AllAtOnce"},
    **{f"CodeDeployDefault.LambdaCanary10Percent{minutes}Minutes": _canary(10, minutes) for minutes in (5, 10, 15, 30)},
    "CodeDeployDefault.LambdaLinear10PercentEvery1Minute": _linear(10, 1),
    **{f"CodeDeployDefault.LambdaLinear10PercentEvery{minutes}Minutes": _linear(10, minutes) for minutes in (2, 3, 10)},
}


def steps(routing: Mapping[str, Any]) -> tuple[Step, ...]:
    """The shifts of a configuration; the last one gives all calls to the new version.

    Raises:
        ShiftError: A type or figure that CodeDeploy does not take.
    """
    kind = routing.get("type", "AllAtOnce")
    if kind == "AllAtOnce":
        return (Step(1.0, 0.0),)
    if kind == "TimeBasedCanary":
        share, hold = _figures(routing.get("timeBasedCanary") or {}, "canary")
        return (Step(share / 100, hold), Step(1.0, 0.0))
    if kind == "TimeBasedLinear":
        share, hold = _figures(routing.get("timeBasedLinear") or {}, "linear")
        return (*(Step(reached / 100, hold) for reached in range(share, 100, share)), Step(1.0, 0.0))
    raise ShiftError(f"type is {kind!r}; accepted: AllAtOnce, TimeBasedCanary, TimeBasedLinear")


def _figures(given: Mapping[str, Any], name: str) -> tuple[int, float]:
    share, minutes = given.get(f"{name}Percentage"), given.get(f"{name}Interval")
    if not isinstance(share, int) or not 1 <= share <= 99:
        raise ShiftError(f"{name}Percentage is {share!r}; accepted: 1 to 99")
    # A deployment may take two days: https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html
    if not isinstance(minutes, int) or not 1 <= minutes <= 2880:
        raise ShiftError(f"{name}Interval is {minutes!r}; accepted: 1 to 2880 minutes")
    return share, minutes * 60.0
