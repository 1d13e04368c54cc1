"""Which rollout SageMaker's deployment guardrails allow an endpoint, and the `DeploymentConfig` of it.

Exclusions: https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-exclusions.html. That page excludes
serverless endpoints from rolling updates only, while the overview says that guardrails are for real-time and
asynchronous endpoints; so for a serverless endpoint the reason says what to look at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.rollouts.targets import EndpointKind, EndpointTarget
from domain.rollouts.wanted import Rollout, RolloutKind

SHORTEST_TIMEOUT_S: Final = 600
LONGEST_TIMEOUT_S: Final = 28_800
LONGEST_WAIT_S: Final = 3_600
EXCLUDED_FAMILIES: Final = ("ml.inf1.", "ml.eia")
"""Instances that fall back to all at once, without baking."""


@dataclass(frozen=True, slots=True)
class Fleet:
    """What an endpoint's guardrails depend on.

    Attributes:
        kind: What it runs on.
        instance_type: Empty for a serverless one.
        instances: Instances of the variant; 0 for a serverless one.
        variants: Production variants, at least 1.
        marketplace: Whether the container is one of the Marketplace.
    """

    kind: EndpointKind
    instance_type: str = ""
    instances: int = 0
    variants: int = 1
    marketplace: bool = False

    @classmethod
    def of(cls, target: EndpointTarget) -> Fleet:
        """The fleet that a target asks for."""
        if target.kind is EndpointKind.SERVERLESS:
            return cls(target.kind)
        return cls(target.kind, target.instance_type, target.instance_count)


@dataclass(frozen=True, slots=True)
class RolloutPlan:
    """What is asked of SageMaker.

    Attributes:
        deployment_config: Parameter of UpdateEndpoint; None where guardrails are not supported.
        bake_s: Seconds that the whole traffic is watched before the old fleet goes; 0 without baking.
        kind: What it really will be.
        reason: Why it is that.
    """

    deployment_config: Mapping[str, Any] | None
    bake_s: int
    kind: RolloutKind
    reason: str


def plan_rollout(fleet: Fleet, wanted: Rollout, alarms: tuple[str, ...]) -> RolloutPlan:
    """Plan the rollout that comes closest to the one that is wanted.

    Args:
        fleet: What the endpoint is.
        wanted: What the stack asks for.
        alarms: Names of the alarms that take it back, at most 10.
    """
    excluded = _excluded(fleet)
    if excluded:
        return RolloutPlan(None, 0, RolloutKind.ALL_AT_ONCE, f"all at once without baking: {excluded}")
    kind, reason = _allowed(fleet, wanted)
    rollback = {"AutoRollbackConfiguration": {"Alarms": [{"AlarmName": name} for name in alarms]}} if alarms else {}
    if not alarms:
        reason += "; no alarm is configured, so only a fleet that does not start is rolled back"
    else:
        reason += "; SageMaker rolls back on an alarm, and takes one without data for no alarm"
    if kind is RolloutKind.ROLLING:
        policy: dict[str, Any] = {"RollingUpdatePolicy": _rolling(fleet, wanted)}
    else:
        policy = {"BlueGreenUpdatePolicy": _blue_green(fleet, wanted, kind)}
    return RolloutPlan({**policy, **rollback}, _bake_s(wanted, kind), kind, reason)


def _excluded(fleet: Fleet) -> str:
    if fleet.marketplace:
        return "containers of the Marketplace have no deployment guardrails"
    if fleet.instance_type.startswith(EXCLUDED_FAMILIES):
        return f"{fleet.instance_type} has no deployment guardrails"
    return ""


def _allowed(fleet: Fleet, wanted: Rollout) -> tuple[RolloutKind, str]:
    """The kind that is allowed, and why."""
    kind, instead = wanted.kind, RolloutKind.ALL_AT_ONCE
    if kind is RolloutKind.ALL_AT_ONCE:
        return kind, "all at once, as configured"
    if kind is RolloutKind.ROLLING and fleet.kind is EndpointKind.SERVERLESS:
        return instead, "all at once with baking: a serverless endpoint has no rolling update"
    if kind is RolloutKind.ROLLING and fleet.variants > 1:
        return instead, "all at once with baking: an endpoint with several variants has no rolling update"
    if fleet.kind is EndpointKind.REALTIME and fleet.instances < 2:
        return instead, f"all at once with baking: a {kind} step is at most half of the fleet, which is one instance"
    if fleet.kind is EndpointKind.SERVERLESS:
        return kind, f"{kind}, as configured (serverless: PendingDeploymentSummary shows whether SageMaker shifts so)"
    return kind, f"{kind}, as configured"


def _blue_green(fleet: Fleet, wanted: Rollout, kind: RolloutKind) -> dict[str, Any]:
    wait = 0 if kind is RolloutKind.ALL_AT_ONCE else _seconds(wanted.step_minutes)
    routing: dict[str, Any] = {"Type": kind.name, "WaitIntervalInSeconds": wait}
    if kind is RolloutKind.CANARY:
        routing["CanarySize"] = _size(fleet, wanted)
    if kind is RolloutKind.LINEAR:
        routing["LinearStepSize"] = _size(fleet, wanted)
    return {
        "TrafficRoutingConfiguration": routing,
        "TerminationWaitInSeconds": _bake_s(wanted, kind),
        "MaximumExecutionTimeoutInSeconds": _timeout_s(wanted),
    }


def _rolling(fleet: Fleet, wanted: Rollout) -> dict[str, Any]:
    return {
        "MaximumBatchSize": _size(fleet, wanted),
        "WaitIntervalInSeconds": _seconds(wanted.step_minutes),
        "MaximumExecutionTimeoutInSeconds": _timeout_s(wanted),
    }


def _size(fleet: Fleet, wanted: Rollout) -> dict[str, Any]:
    """The share as a percentage; as one instance where that would be less than one."""
    if fleet.kind is EndpointKind.REALTIME and fleet.instances * wanted.percent < 100:
        return {"Type": "INSTANCE_COUNT", "Value": 1}
    return {"Type": "CAPACITY_PERCENT", "Value": wanted.percent}


def _bake_s(wanted: Rollout, kind: RolloutKind) -> int:
    if kind is RolloutKind.ROLLING:
        return _seconds(wanted.step_minutes)
    asked_otherwise = kind is RolloutKind.ALL_AT_ONCE and wanted.kind is not RolloutKind.ALL_AT_ONCE
    if asked_otherwise:  # what was to be watched step by step is watched at once, as long as AWS allows
        return _seconds(wanted.waits_minutes)
    return _seconds(wanted.step_minutes if kind is RolloutKind.ALL_AT_ONCE else wanted.keep_minutes)


def _seconds(minutes: float) -> int:
    return min(LONGEST_WAIT_S, round(minutes * 60))


def _timeout_s(wanted: Rollout) -> int:
    return min(LONGEST_TIMEOUT_S, max(SHORTEST_TIMEOUT_S, round(wanted.timeout_minutes * 60)))
