"""Fixtures of appautoscaling-step-settings."""

from __future__ import annotations

from guardrails.rules.appautoscaling_step_settings import LIMITS

from tests.policies.cases.case import Case, Cases, U, aws
from tests.policies.cases.edges import at_the_edges

PATH = "stepScalingPolicyConfiguration"


def policy(*amounts: object, **settings: object) -> Case:
    steps = [{"metricIntervalLowerBound": "0", "scalingAdjustment": amount} for amount in amounts]
    given = {"adjustmentType": "ChangeInCapacity", "stepAdjustments": steps, **settings}
    return aws(
        "appautoscaling/policy",
        policyType="StepScaling",
        serviceNamespace="ecs",
        stepScalingPolicyConfiguration={name: value for name, value in given.items() if value is not None},
    )


EDGES = at_the_edges(policy(1.0), LIMITS, PATH)

CASES = Cases(
    passes=[
        *EDGES[0],
        policy(-1.0, cooldown=0.0),
        policy(-50.0, adjustmentType="PercentChangeInCapacity"),
        policy(0.0, adjustmentType="ExactCapacity"),
    ],
    fails=[
        *EDGES[1],
        policy(1.0, adjustmentType=None).but((f"{PATH}.adjustmentType is not set;",)),
        policy(-1.0, cooldown=-1.0).but((f"{PATH}.cooldown is -1, below 0;",)),
        policy(-1.0, adjustmentType="ExactCapacity").but(
            (f"{PATH}.stepAdjustments[0].scalingAdjustment is -1, below 0;",)
        ),
    ],
    not_applicable=[aws("appautoscaling/policy", policyType="TargetTrackingScaling")],
    unknown=[
        policy(1.0, adjustmentType=U),
        policy(1.0, cooldown=U),
        policy(U, adjustmentType="ExactCapacity"),
        policy().but(stepScalingPolicyConfiguration=U),
    ],
)
