"""What SageMaker makes of a `DeploymentConfig`: which share of the calls goes where, how long, or why it refuses. Pure.

Ranges: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_BlueGreenUpdatePolicy.html,
API_TrafficRoutingConfig, API_RollingUpdatePolicy and API_AutoRollbackConfig.
Exclusions: https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-exclusions.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sandbox.errors import AwsError

Fields = Mapping[str, Any]
FALLS_BACK: Final = ("ml.inf1.", "ml.eia")
"""Instance families whose endpoints shift all at once and do not bake, whatever was asked."""
MOST_ALARMS: Final = 10
LONGEST_WAIT_S: Final = 3_600
TIMEOUT_S: Final = (600, 28_800)
SHARES: Final = {"CANARY": ("CanarySize", 0, 50), "LINEAR": ("LinearStepSize", 10, 50)}
"""Member with the size, and the percentages of the fleet that it may be."""
ROLLING_SHARE: Final = (5, 50)


@dataclass(frozen=True, slots=True)
class TrafficStep:
    """One step: the new fleet's share of the calls, 0 to 1, and how long it is watched, in seconds on AWS."""

    share: float
    wait_s: float
    setting: str


@dataclass(frozen=True, slots=True)
class TrafficPlan:
    """How traffic moves, and the alarms that take it back."""

    steps: tuple[TrafficStep, ...]
    alarms: tuple[str, ...] = ()


def traffic_plan(wanted: Fields | None, old: Fields, new: Fields) -> TrafficPlan:
    """The plan of an update.

    Args:
        wanted: DeploymentConfig, or None.
        old: Endpoint configuration that serves.
        new: The one that shall.

    Raises:
        AwsError: `ValidationException` with every problem.
    """
    at_once = TrafficPlan((TrafficStep(1.0, 0.0, ""),))
    if not wanted:
        return at_once
    problems = list(_problems(wanted, old, new))
    if problems:
        raise AwsError("ValidationException", "; ".join(problems))
    if any(str(one.get("InstanceType", "")).startswith(FALLS_BACK) for one in new["ProductionVariants"]):
        return at_once
    alarms = tuple(one["AlarmName"] for one in (wanted.get("AutoRollbackConfiguration") or {}).get("Alarms", ()))
    rolling = wanted.get("RollingUpdatePolicy")
    if rolling:
        share = _percent(rolling["MaximumBatchSize"], new) / 100
        wait = float(rolling["WaitIntervalInSeconds"])
        return TrafficPlan(tuple(TrafficStep(s, wait, "WaitIntervalInSeconds") for s in _rising(share)), alarms)
    return TrafficPlan(_blue_green(wanted.get("BlueGreenUpdatePolicy"), new), alarms)


def _blue_green(policy: Fields | None, new: Fields) -> tuple[TrafficStep, ...]:
    if not policy:
        return (TrafficStep(1.0, 0.0, ""),)
    routing, keep = policy["TrafficRoutingConfiguration"], float(policy.get("TerminationWaitInSeconds") or 0)
    wait, kind = float(routing["WaitIntervalInSeconds"]), routing["Type"]
    last = TrafficStep(1.0, keep, "TerminationWaitInSeconds")
    if kind == "ALL_AT_ONCE":
        return (last,)
    share = _percent(routing[SHARES[kind][0]], new) / 100
    before = (share,) if kind == "CANARY" else tuple(s for s in _rising(share) if s < 1)
    return (*(TrafficStep(s, wait, "WaitIntervalInSeconds") for s in before), last)


def _rising(share: float) -> Iterator[float]:
    step = 1
    while step * share < 1:
        yield step * share
        step += 1
    yield 1.0


def _problems(wanted: Fields, old: Fields, new: Fields) -> Iterator[str]:
    blue_green, rolling = wanted.get("BlueGreenUpdatePolicy"), wanted.get("RollingUpdatePolicy")
    if blue_green and rolling:
        yield "Only one of BlueGreenUpdatePolicy and RollingUpdatePolicy can be specified."
    names = [sorted(one["VariantName"] for one in config["ProductionVariants"]) for config in (old, new)]
    if names[0] != names[1]:
        yield f"The variant names of the new endpoint configuration ({', '.join(names[1])}) must be {names[0]}."
    alarms = (wanted.get("AutoRollbackConfiguration") or {}).get("Alarms") or ()
    if len(alarms) > MOST_ALARMS:
        yield f"Member must have length less than or equal to {MOST_ALARMS} at 'alarms'."
    if rolling:
        yield from _rolling_problems(rolling, new)
    if blue_green:
        yield from _blue_green_problems(blue_green, new)


def _rolling_problems(policy: Fields, new: Fields) -> Iterator[str]:
    if any(one.get("ServerlessConfig") for one in new["ProductionVariants"]):
        yield "RollingUpdatePolicy is not supported for serverless endpoints."
        return
    if len(new["ProductionVariants"]) > 1:
        yield "RollingUpdatePolicy is not supported for multi-variant endpoints."
    yield from _size_problems("MaximumBatchSize", policy.get("MaximumBatchSize"), new, *ROLLING_SHARE)
    yield from _wait_problems(policy, float(policy.get("WaitIntervalInSeconds") or 0))


def _blue_green_problems(policy: Fields, new: Fields) -> Iterator[str]:
    routing = policy.get("TrafficRoutingConfiguration") or {}
    kind = routing.get("Type")
    if kind not in ("ALL_AT_ONCE", *SHARES):
        yield f"Value '{kind}' at 'type' must be one of ALL_AT_ONCE, CANARY, LINEAR."
        return
    for other, (member, low, high) in SHARES.items():
        if other == kind:
            yield from _size_problems(member, routing.get(member), new, low, high)
        elif routing.get(member):
            yield f"{member} is not supported with traffic routing type {kind}."
    waits = float(policy.get("TerminationWaitInSeconds") or 0) + float(routing.get("WaitIntervalInSeconds") or 0)
    yield from _wait_problems({**policy, **routing}, waits)


def _wait_problems(settings: Fields, waits_s: float) -> Iterator[str]:
    for name in ("WaitIntervalInSeconds", "TerminationWaitInSeconds"):
        if not 0 <= settings.get(name, 0) <= LONGEST_WAIT_S:
            yield f"Value '{settings[name]}' at '{name}' must be 0 to {LONGEST_WAIT_S}."
    timeout = settings.get("MaximumExecutionTimeoutInSeconds")
    if timeout is not None and not TIMEOUT_S[0] <= timeout <= TIMEOUT_S[1]:
        yield f"Value '{timeout}' at 'maximumExecutionTimeoutInSeconds' must be {TIMEOUT_S[0]} to {TIMEOUT_S[1]}."
    elif timeout is not None and timeout <= waits_s:
        yield f"MaximumExecutionTimeoutInSeconds ({timeout}) must be larger than the total waiting time ({waits_s:g})."


def _size_problems(member: str, size: Fields | None, new: Fields, low: int, high: int) -> Iterator[str]:
    if not size:
        yield f"{member} is required."
        return
    serverless = any(one.get("ServerlessConfig") for one in new["ProductionVariants"])
    if serverless and size["Type"] == "INSTANCE_COUNT":
        yield f"{member}: INSTANCE_COUNT is not supported for serverless endpoints."
        return
    percent = _percent(size, new)
    if not low <= percent <= high or size["Value"] < 1:
        yield f"{member} is {percent:g}% of the fleet; it must be {low}% to {high}% of the variant's instance count."


def _percent(size: Fields, new: Fields) -> float:
    """A size as percentage of the smallest fleet; at least one instance."""
    counts = [one["InitialInstanceCount"] for one in new["ProductionVariants"] if one.get("InitialInstanceCount")]
    fleet = min(counts, default=0)
    if size["Type"] == "INSTANCE_COUNT":
        return 100 * float(size["Value"]) / max(1, fleet)
    # Less than one instance cannot be activated: a fleet of one has no half.
    return max(float(size["Value"]), 100 / fleet) if fleet else float(size["Value"])
