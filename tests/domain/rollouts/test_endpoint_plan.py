"""The rollout that guardrails allow: whatever is asked, AWS's own limits hold."""

from __future__ import annotations

from typing import Any

import botocore.session
import pytest
from botocore.validate import ParamValidator
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.rollouts.endpoint_plan import Fleet, plan_rollout
from domain.rollouts.targets import EndpointKind
from domain.rollouts.wanted import Rollout, RolloutKind

SHAPE = botocore.session.get_session().get_service_model("sagemaker").shape_for("DeploymentConfig")
REALTIME, SERVERLESS = EndpointKind.REALTIME, EndpointKind.SERVERLESS
FLEETS = st.one_of(
    st.builds(Fleet, st.just(REALTIME), st.sampled_from(["ml.m5.large", "ml.inf1.xlarge"]), st.integers(1, 40)),
    st.just(Fleet(SERVERLESS)),
)


@st.composite
def rollouts(draw: st.DrawFn) -> Rollout:
    kind = draw(st.sampled_from(list(RolloutKind)))
    minutes = st.floats(0, 60)
    try:
        return Rollout(kind, draw(st.integers(10, 50)), draw(minutes), draw(minutes), draw(st.floats(1, 480)))
    except ValueError:
        assume(False)
        raise


@given(FLEETS, rollouts(), st.lists(st.from_regex("[a-z]{1,9}", fullmatch=True), max_size=10, unique=True))
def test_every_plan_is_one_that_the_api_takes(fleet: Fleet, wanted: Rollout, alarms: list[str]) -> None:
    plan = plan_rollout(fleet, wanted, tuple(alarms))
    assert plan.reason
    if plan.deployment_config is None:
        assert plan.kind is RolloutKind.ALL_AT_ONCE
        return
    config: Any = plan.deployment_config
    assert not ParamValidator().validate(config, SHAPE).has_errors()
    assert ("AutoRollbackConfiguration" in config) == bool(alarms)
    assert len({"BlueGreenUpdatePolicy", "RollingUpdatePolicy"} & set(config)) == 1
    for size, low in _sizes(config):
        share = 100 * size["Value"] / fleet.instances if size["Type"] == "INSTANCE_COUNT" else size["Value"]
        assert low <= share <= 50
    policy = config.get("BlueGreenUpdatePolicy") or config["RollingUpdatePolicy"]
    assert 600 <= policy["MaximumExecutionTimeoutInSeconds"] <= 28_800
    assert policy["MaximumExecutionTimeoutInSeconds"] >= plan.bake_s


def _sizes(config: Any) -> list[tuple[Any, int]]:
    routing = config.get("BlueGreenUpdatePolicy", {}).get("TrafficRoutingConfiguration", {})
    rolling = config.get("RollingUpdatePolicy", {})
    found = [(routing.get("CanarySize"), 0), (routing.get("LinearStepSize"), 10), (rolling.get("MaximumBatchSize"), 5)]
    return [(size, low) for size, low in found if size]


CANARY = Rollout(RolloutKind.CANARY, 10, step_minutes=5, keep_minutes=2)


@pytest.mark.parametrize(
    ("fleet", "wanted", "kind", "said"),
    [
        (Fleet(SERVERLESS), CANARY, RolloutKind.CANARY, "PendingDeploymentSummary shows"),
        (Fleet(SERVERLESS), Rollout(RolloutKind.ROLLING), RolloutKind.ALL_AT_ONCE, "has no rolling update"),
        (Fleet(REALTIME, "ml.m5.large", 4, 2), Rollout(RolloutKind.ROLLING), RolloutKind.ALL_AT_ONCE, "several"),
        (Fleet(REALTIME, "ml.m5.large", 4), Rollout(RolloutKind.ROLLING), RolloutKind.ROLLING, "as configured"),
        (Fleet(REALTIME, "ml.m5.large", 1), CANARY, RolloutKind.ALL_AT_ONCE, "one instance"),
        (Fleet(REALTIME, "ml.inf1.xlarge", 4), CANARY, RolloutKind.ALL_AT_ONCE, "without baking"),
        (Fleet(REALTIME, "ml.m5.large", 4, 1, marketplace=True), CANARY, RolloutKind.ALL_AT_ONCE, "Marketplace"),
    ],
)
def test_what_is_not_allowed_becomes_all_at_once_and_says_why(
    fleet: Fleet, wanted: Rollout, kind: RolloutKind, said: str
) -> None:
    plan = plan_rollout(fleet, wanted, ("errors",))
    assert (plan.kind, said in plan.reason) == (kind, True)


def test_the_plan_of_a_canary() -> None:
    plan = plan_rollout(Fleet(REALTIME, "ml.m5.large", 3), CANARY, ("errors",))
    assert plan.deployment_config == {
        "BlueGreenUpdatePolicy": {
            "TrafficRoutingConfiguration": {
                "Type": "CANARY",
                "WaitIntervalInSeconds": 300,
                "CanarySize": {"Type": "INSTANCE_COUNT", "Value": 1},
            },
            "TerminationWaitInSeconds": 120,
            "MaximumExecutionTimeoutInSeconds": 7200,
        },
        "AutoRollbackConfiguration": {"Alarms": [{"AlarmName": "errors"}]},
    }
