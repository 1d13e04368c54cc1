"""When a policy may change a capacity: what just woke up is not put to sleep before anybody could call it."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.scaling.policies import SCALE_IN_DATA_S, ScalingBook
from tests.sandbox.sagemaker.scaling_fakes import Clock, Copies

REGION = "us-east-1"
TARGET = {
    "ServiceNamespace": "sagemaker",
    "ResourceId": "inference-component/digits",
    "ScalableDimension": "sagemaker:inference-component:DesiredCopyCount",
}


class Scaled:
    """One component, its book, and the calls that alarms make."""

    def __init__(self) -> None:
        self.copies, self.clock = Copies(), Clock()
        self.book = ScalingBook(self.copies, self.clock)
        self.book.targets.register(REGION, {**TARGET, "MinCapacity": 0, "MaxCapacity": 1})
        steps = {
            "AdjustmentType": "ChangeInCapacity",
            "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}],
        }
        tracking = {
            "TargetValue": 5.0,
            "ScaleInCooldown": 0,
            "ScaleOutCooldown": 0,
            "PredefinedMetricSpecification": {"PredefinedMetricType": "SageMakerInferenceComponentInvocationsPerCopy"},
        }
        self.wakes = self._policy("StepScaling", StepScalingPolicyConfiguration=steps)
        self.tracks = self._policy("TargetTrackingScaling", TargetTrackingScalingPolicyConfiguration=tracking)

    def _policy(self, kind: str, **configuration: Any) -> str:
        request = {**TARGET, "PolicyName": kind, "PolicyType": kind, **configuration}
        return self.book.put_policy(REGION, request).arn

    def wake(self) -> bool:
        return self.book.apply(self.wakes, value=1, threshold=1, time_scale=1, cause="no capacity")

    def idle(self) -> bool:
        return self.book.apply(self.tracks, value=0, threshold=4.5, time_scale=1, cause="idle")


@pytest.fixture
def scaled() -> Scaled:
    return Scaled()


def test_what_nobody_ever_scaled_goes_to_sleep_at_once(scaled: Scaled) -> None:
    scaled.copies.desired = 1

    assert scaled.idle()
    assert scaled.copies.desired == 0


def test_a_component_that_woke_up_has_the_whole_window_for_its_first_call(scaled: Scaled) -> None:
    assert scaled.wake()
    scaled.copies.in_service = False
    scaled.clock.now += SCALE_IN_DATA_S  # it takes as long as it takes
    assert not scaled.idle()
    scaled.copies.in_service = True
    scaled.clock.now += SCALE_IN_DATA_S - 1
    assert not scaled.idle()
    assert scaled.copies.desired == 1

    scaled.clock.now += 1

    assert scaled.idle()
    assert scaled.copies.desired == 0


def test_new_bounds_do_not_shorten_the_window(scaled: Scaled) -> None:
    assert scaled.wake()

    scaled.book.targets.register(REGION, {**TARGET, "MaxCapacity": 2})

    assert not scaled.idle()
