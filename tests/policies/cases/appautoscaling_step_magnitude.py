"""Fixtures of appautoscaling-step-magnitude."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def policy(kind: object, least: object) -> Case:
    steps = [{"metricIntervalLowerBound": "0", "scalingAdjustment": 25.0}]
    settings = {"adjustmentType": kind, "minAdjustmentMagnitude": least, "stepAdjustments": steps}
    return aws("appautoscaling/policy", policyType="StepScaling", stepScalingPolicyConfiguration=settings)


PATH = "stepScalingPolicyConfiguration.minAdjustmentMagnitude"

CASES = Cases(
    passes=[policy("PercentChangeInCapacity", 2.0), policy("PercentChangeInCapacity", 1.0), policy(None, 2.0)],
    fails=[
        policy("ChangeInCapacity", 2.0).but((f"{PATH} is 2 for ChangeInCapacity;",)),
        policy("ExactCapacity", 1.0).but((f"{PATH} is 1 for ExactCapacity;",)),
    ],
    not_applicable=[
        policy("ChangeInCapacity", None),
        policy("ChangeInCapacity", 0.0),
        aws("appautoscaling/policy", policyType="TargetTrackingScaling"),
    ],
    unknown=[policy("ChangeInCapacity", U), policy(U, 2.0)],
)
