"""What SageMaker makes of a DeploymentConfig, without a server."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rollouts.endpoint_plan import Fleet, plan_rollout
from domain.rollouts.targets import EndpointKind
from domain.rollouts.wanted import Rollout, RolloutKind
from sandbox.errors import AwsError
from sandbox.sagemaker.guardrails import traffic_plan
from sandbox.sagemaker.traffic import TrafficSplit


def config(instances: int = 4, kind: str = "ml.m5.large", names: tuple[str, ...] = ("AllTraffic",)) -> dict[str, Any]:
    variants = [{"VariantName": name, "InstanceType": kind, "InitialInstanceCount": instances} for name in names]
    return {"EndpointConfigName": "c", "ProductionVariants": variants}


SERVERLESS = {"ProductionVariants": [{"VariantName": "AllTraffic", "ServerlessConfig": {"MaxConcurrency": 1}}]}


def blue_green(kind: str, wait: int = 60, **more: Any) -> dict[str, Any]:
    routing = {"Type": kind, "WaitIntervalInSeconds": wait, **more}
    return {"BlueGreenUpdatePolicy": {"TrafficRoutingConfiguration": routing, "TerminationWaitInSeconds": 30}}


def percent(value: int) -> dict[str, Any]:
    return {"Type": "CAPACITY_PERCENT", "Value": value}


def count(value: int) -> dict[str, Any]:
    return {"Type": "INSTANCE_COUNT", "Value": value}


def rolling(size: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"RollingUpdatePolicy": {"MaximumBatchSize": size, "WaitIntervalInSeconds": 10, **more}}


@pytest.mark.parametrize(
    ("wanted", "shares", "waits"),
    [
        (None, [1.0], [0]),
        (blue_green("ALL_AT_ONCE"), [1.0], [30]),
        (blue_green("CANARY", CanarySize=percent(10)), [0.25, 1.0], [60, 30]),
        (blue_green("CANARY", CanarySize=count(2)), [0.5, 1.0], [60, 30]),
        (blue_green("LINEAR", LinearStepSize=percent(40)), [0.4, 0.8, 1.0], [60, 60, 30]),
        (rolling(percent(50)), [0.5, 1.0], [10, 10]),
        ({"AutoRollbackConfiguration": {"Alarms": [{"AlarmName": "a"}]}}, [1.0], [0]),
    ],
)
def test_traffic_moves_as_it_was_asked(wanted: Any, shares: list[float], waits: list[float]) -> None:
    plan = traffic_plan(wanted, config(), config())
    assert [step.share for step in plan.steps] == shares
    assert [step.wait_s for step in plan.steps] == waits


@pytest.mark.parametrize(
    ("wanted", "new", "said"),
    [
        (blue_green("CANARY"), config(), "CanarySize is required"),
        (blue_green("CANARY", CanarySize=percent(51)), config(), "CanarySize is 51%"),
        (blue_green("CANARY", CanarySize=count(3)), config(), "CanarySize is 75%"),
        (blue_green("CANARY", CanarySize=percent(10)), config(1), "CanarySize is 100%"),
        (blue_green("LINEAR", LinearStepSize=percent(9)), config(40), "LinearStepSize is 9%"),
        (blue_green("LINEAR", CanarySize=percent(10), LinearStepSize=percent(10)), config(), "CanarySize is not"),
        (blue_green("SLOW"), config(), "must be one of ALL_AT_ONCE"),
        (blue_green("ALL_AT_ONCE", wait=3601), config(), "'WaitIntervalInSeconds' must be 0 to 3600"),
        (blue_green("CANARY", CanarySize=count(1)), SERVERLESS, "INSTANCE_COUNT is not supported for serverless"),
        (rolling(percent(50)), SERVERLESS, "not supported for serverless endpoints"),
        (rolling(percent(50)), config(4, names=("a", "b")), "multi-variant"),
        (rolling(percent(50), MaximumExecutionTimeoutInSeconds=599), config(), "must be 600 to 28800"),
        ({**blue_green("ALL_AT_ONCE"), **rolling(percent(50))}, config(), "Only one of"),
        (blue_green("ALL_AT_ONCE"), config(names=("Other",)), "variant names"),
        ({"AutoRollbackConfiguration": {"Alarms": [{"AlarmName": "a"}] * 11}}, config(), "equal to 10"),
    ],
)
def test_what_is_excluded_is_refused(wanted: Any, new: Any, said: str) -> None:
    names = tuple(one["VariantName"] for one in new["ProductionVariants"])
    old = config(names=names if names != ("Other",) else ("AllTraffic",))
    with pytest.raises(AwsError) as caught:
        traffic_plan(wanted, old, new)
    assert said in caught.value.message


def test_inferentia_falls_back_to_all_at_once_without_baking_and_without_alarms() -> None:
    wanted = {
        **blue_green("CANARY", CanarySize=percent(25)),
        "AutoRollbackConfiguration": {"Alarms": [{"AlarmName": "a"}]},
    }
    plan = traffic_plan(wanted, config(), config(kind="ml.inf1.xlarge"))
    assert ([step.share for step in plan.steps], plan.alarms) == ([1.0], ())


@given(
    st.sampled_from(list(RolloutKind)),
    st.integers(10, 50),
    st.integers(1, 40),
    st.booleans(),
)
def test_what_the_platform_plans_is_never_refused(
    kind: RolloutKind, share: int, instances: int, serverless: bool
) -> None:
    fleet = Fleet(EndpointKind.SERVERLESS) if serverless else Fleet(EndpointKind.REALTIME, "ml.m5.large", instances)
    new = SERVERLESS if serverless else config(instances)
    plan = plan_rollout(fleet, Rollout(kind, share, step_minutes=1, keep_minutes=1), ("a",))
    moved = traffic_plan(plan.deployment_config, new, new)
    assert moved.alarms == ("a",)
    assert moved.steps[-1].share == 1.0


class Fake:
    """A fleet that only counts."""

    def __init__(self) -> None:
        self.calls = 0
        self.hosts: dict[str, Any] = {}

    def choose(self, target: str = "") -> tuple[str, Any]:
        self.calls += 1
        return target, None


@pytest.mark.parametrize("share", [0.0, 0.1, 0.25, 0.5, 1.0])
def test_a_split_sends_the_new_fleet_exactly_its_share(share: float) -> None:
    old, new = Fake(), Fake()
    split = TrafficSplit(old, new)  # type: ignore[arg-type]
    split.share = share
    for _ in range(200):
        split.choose()
    assert (old.calls, new.calls) == (200 - round(200 * share), round(200 * share))
