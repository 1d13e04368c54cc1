"""Fixtures of appautoscaling-scale-to-zero-scale-in."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws, stack

ID = "inference-component/model"
COPIES = "sagemaker:inference-component:DesiredCopyCount"
TARGET = aws("appautoscaling/target", called="target", resourceId=ID, scalableDimension=COPIES, minCapacity=0.0)
TRACKING = aws("appautoscaling/policy", called="policy", resourceId=ID, policyType="TargetTrackingScaling")
SCHEDULE = aws("appautoscaling/scheduledAction", called="night", resourceId=ID, schedule="cron(0 20 * * ? *)")


def step(kind: str, *amounts: object) -> Case:
    steps = {"adjustmentType": kind, "stepAdjustments": [{"scalingAdjustment": amount} for amount in amounts]}
    return TRACKING.but(policyType="StepScaling", stepScalingPolicyConfiguration=steps)


UP = step("ChangeInCapacity", 1.0)
FOUND = ("target: minCapacity is 0, and nothing takes capacity away",)
CASES = Cases(
    passes=[
        stack(TARGET, TRACKING),
        stack(TARGET, SCHEDULE),
        stack(TARGET, UP, SCHEDULE),
        stack(TARGET, step("ChangeInCapacity", -1.0)),
        stack(TARGET, step("ChangeInCapacity", 0.0, -1.0)),
        stack(TARGET, step("ExactCapacity", 0.0)),
    ],
    fails=[
        stack(TARGET, names=FOUND),
        stack(TARGET, UP, names=FOUND),
        stack(TARGET, step("ChangeInCapacity", 0.0), names=FOUND),
        stack(TARGET, step("ExactCapacity", 1.0), names=FOUND),
        stack(TARGET, TRACKING.but(resourceId="inference-component/other"), names=FOUND),
        stack(TARGET, SCHEDULE.but(resourceId="inference-component/other"), names=FOUND),
    ],
    not_applicable=[stack(TARGET.but(minCapacity=1.0)), stack(TARGET.but(minCapacity=1.0), UP), stack(SCHEDULE)],
    unknown=[
        stack(TARGET.but(minCapacity=U)),
        stack(TARGET, TRACKING.but(policyType=U)),
        stack(TARGET, step("ChangeInCapacity", U)),
        stack(TARGET, UP.but(stepScalingPolicyConfiguration=U)),
    ],
)
