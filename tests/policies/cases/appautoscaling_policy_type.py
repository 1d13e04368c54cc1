"""Fixtures of appautoscaling-policy-type."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

STEPS = "stepScalingPolicyConfiguration"
TARGET = "targetTrackingScalingPolicyConfiguration"
FORECAST = "predictiveScalingPolicyConfiguration"
POLICY = aws(
    "appautoscaling/policy",
    serviceNamespace="ecs",
    resourceId="service/web/api",
    scalableDimension="ecs:service:DesiredCount",
)
STEP = POLICY.but(
    policyType="StepScaling",
    stepScalingPolicyConfiguration={
        "adjustmentType": "ChangeInCapacity",
        "stepAdjustments": [{"metricIntervalLowerBound": "0", "scalingAdjustment": 1.0}],
    },
)
TRACKING = POLICY.but(
    policyType="TargetTrackingScaling",
    targetTrackingScalingPolicyConfiguration={
        "targetValue": 60.0,
        "predefinedMetricSpecification": {"predefinedMetricType": "ECSServiceAverageCPUUtilization"},
    },
)
PREDICTIVE = POLICY.but(
    policyType="PredictiveScaling",
    predictiveScalingPolicyConfiguration={
        "metricSpecifications": [
            {
                "targetValue": "40",
                "predefinedMetricPairSpecification": {"predefinedMetricType": "ECSServiceMemoryUtilization"},
            }
        ]
    },
)

CASES = Cases(
    passes=[
        STEP,
        TRACKING,
        PREDICTIVE,
        STEP.but(policyType=None),
        TRACKING.but(targetTrackingScalingPolicyConfiguration=U),
    ],
    fails=[
        STEP.but((f"policyType is StepScaling, without {STEPS};",), stepScalingPolicyConfiguration=None),
        TRACKING.but(
            (f"policyType is TargetTrackingScaling, without {TARGET};",), targetTrackingScalingPolicyConfiguration=None
        ),
        PREDICTIVE.but(
            (f"policyType is PredictiveScaling, without {FORECAST};",), predictiveScalingPolicyConfiguration=None
        ),
        TRACKING.but((f"policyType is not set, which means StepScaling, without {STEPS};",), policyType=None),
        STEP.but((f"policyType is TargetTrackingScaling, without {TARGET};",), policyType="TargetTrackingScaling"),
        STEP.but(("policyType is SimpleScaling; accepted: StepScaling, TargetTracking",), policyType="SimpleScaling"),
    ],
    not_applicable=[],
    unknown=[TRACKING.but(policyType=U), POLICY.but(policyType=U)],
    always_applicable=True,
)
