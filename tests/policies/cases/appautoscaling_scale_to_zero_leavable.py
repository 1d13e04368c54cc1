"""Fixtures of appautoscaling-scale-to-zero-leavable."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Cases, U, aws, stack

COPIES = "sagemaker:inference-component:DesiredCopyCount"
INSTANCES = "sagemaker:variant:DesiredInstanceCount"
ID = "inference-component/model"
TARGET = aws("appautoscaling/target", called="target", resourceId=ID, scalableDimension=COPIES, minCapacity=0.0)
UNNAMED = TARGET.but(resourceId=U)
STEP = {"adjustmentType": "ChangeInCapacity", "stepAdjustments": [{"scalingAdjustment": 1.0}]}
POLICY = aws(
    "appautoscaling/policy",
    called="wake",
    resourceId=ID,
    policyType="StepScaling",
    arn="arn:policy",
    stepScalingPolicyConfiguration=STEP,
)
MADE = POLICY.but(resourceId=U, arn=U).made_from(resourceId="target")
TRACKING = POLICY.but(policyType="TargetTrackingScaling")
DOWN = {"adjustmentType": "ChangeInCapacity", "stepAdjustments": [{"scalingAdjustment": -1.0}]}
BOTH = {
    "adjustmentType": "ChangeInCapacity",
    "stepAdjustments": [{"scalingAdjustment": 1.0}, {"scalingAdjustment": 0.0}],
}
NONE = {"adjustmentType": "ChangeInCapacity", "stepAdjustments": [{"scalingAdjustment": 0.0}]}
LATER = {"adjustmentType": "ChangeInCapacity", "stepAdjustments": [{"scalingAdjustment": U}]}
METRIC = "NoCapacityInvocationFailures"
BACKLOG = "HasBacklogWithoutCapacity"
ALARM = aws(
    "cloudwatch/metricAlarm", called="idle", metricName=METRIC, alarmActions=["arn:policy"], actionsEnabled=True
)
TWO = [{"id": "a", "metric": {"metricName": METRIC}}, {"id": "b", "metric": {"metricName": "Invocations"}}]
QUERIES = aws("cloudwatch/metricAlarm", called="idle", metricQueries=TWO, alarmActions=["arn:policy"])
LINKED = ALARM.but(alarmActions=[U]).made_from(alarmActions="wake")
ASYNC = TARGET.but(scalableDimension=INSTANCES)
NO_POLICY = ("target: minCapacity is 0, and no step scaling policy",)
NO_ALARM = (f"wake: policyType is StepScaling, and no alarm on {METRIC} starts",)

CASES = Cases(
    passes=[
        stack(TARGET, POLICY, ALARM.but(alarmActions=["arn:other", "arn:policy"])),
        stack(TARGET, POLICY.but(stepScalingPolicyConfiguration=BOTH), ALARM),
        stack(TARGET, POLICY, QUERIES),
        stack(TARGET, POLICY, ALARM),
        stack(UNNAMED, MADE, LINKED),
        stack(TARGET, POLICY, ALARM.but(actionsEnabled=None)),
        stack(ASYNC, POLICY, ALARM.but(metricName=BACKLOG)),
        stack(TARGET, POLICY, TRACKING.but(arn="arn:other"), ALARM),
    ],
    fails=[
        stack(TARGET, POLICY.but(stepScalingPolicyConfiguration=NONE), ALARM, names=NO_POLICY),
        stack(TARGET, POLICY, replace(POLICY, name="second"), names=NO_ALARM),
        stack(TARGET, POLICY, ALARM.but(alarmActions=["arn:other", "arn:another"]), names=NO_ALARM),
        stack(TARGET, names=NO_POLICY),
        stack(TARGET, ALARM, names=NO_POLICY),
        stack(TARGET, TRACKING, ALARM, names=NO_POLICY),
        stack(TARGET, POLICY.but(resourceId="inference-component/other"), ALARM, names=NO_POLICY),
        stack(UNNAMED, MADE.made_from(resourceId="other"), LINKED, names=NO_POLICY),
        stack(TARGET, POLICY.but(stepScalingPolicyConfiguration=DOWN), ALARM, names=NO_POLICY),
        stack(TARGET, POLICY, names=NO_ALARM),
        stack(TARGET, POLICY, ALARM.but(metricName="InvocationModelErrors"), names=NO_ALARM),
        stack(TARGET, POLICY, ALARM.but(alarmActions=["arn:other"]), names=NO_ALARM),
        stack(TARGET, POLICY, ALARM.but(actionsEnabled=False), names=NO_ALARM),
        stack(UNNAMED, MADE, LINKED.made_from(alarmActions="other"), names=NO_ALARM),
        stack(ASYNC, POLICY, ALARM, names=(f"wake: policyType is StepScaling, and no alarm on {BACKLOG}",)),
    ],
    not_applicable=[
        stack(POLICY, replace(POLICY, name="second")),
        stack(TARGET.but(minCapacity=1.0)),
        stack(TARGET.but(minCapacity=1.0), POLICY),
        stack(TARGET.but(scalableDimension="ecs:service:DesiredCount")),
        stack(TARGET.but(scalableDimension="ecs:service:DesiredCount"), ALARM),
    ],
    unknown=[
        stack(TARGET, POLICY.but(stepScalingPolicyConfiguration=LATER), ALARM),
        stack(TARGET.but(minCapacity=U)),
        stack(TARGET, POLICY.but(policyType=U), ALARM),
        stack(TARGET, POLICY.but(stepScalingPolicyConfiguration=U), ALARM),
        stack(TARGET, POLICY, ALARM.but(metricName=U)),
    ],
)
