"""Fixtures of appautoscaling-policy-type-supported."""

from __future__ import annotations

from guardrails.rules.appautoscaling_policy_type_supported import NO_STEPS

from tests.policies.cases.case import Cases, U, aws

TRACKING = aws(
    "appautoscaling/policy",
    policyType="TargetTrackingScaling",
    serviceNamespace="dynamodb",
    resourceId="table/tasks",
    scalableDimension="dynamodb:table:ReadCapacityUnits",
)
STEP = TRACKING.but(policyType="StepScaling", serviceNamespace="sagemaker")
WITHOUT_STEPS = [TRACKING.but(serviceNamespace=name) for name in sorted(NO_STEPS)]

CASES = Cases(
    passes=[
        *WITHOUT_STEPS,
        STEP,
        STEP.but(policyType=None),
        STEP.but(serviceNamespace="elasticmapreduce"),
        STEP.but(serviceNamespace="ecs", policyType="PredictiveScaling"),
        STEP.but(policyType="Other"),
    ],
    fails=[
        *[
            case.but(
                (f"policyType is StepScaling, which {case.props['serviceNamespace']} does not support;",),
                policyType="StepScaling",
            )
            for case in WITHOUT_STEPS
        ],
        TRACKING.but(("policyType is StepScaling, which dynamodb does not support;",), policyType=None),
        STEP.but(
            ("policyType is TargetTrackingScaling, which elasticmapreduce does not",),
            serviceNamespace="elasticmapreduce",
            policyType="TargetTrackingScaling",
        ),
        STEP.but(("policyType is PredictiveScaling, which sagemaker does not",), policyType="PredictiveScaling"),
    ],
    not_applicable=[],
    unknown=[
        STEP.but(policyType="PredictiveScaling", serviceNamespace=U),
        TRACKING.but(policyType=U),
        TRACKING.but(serviceNamespace=U),
    ],
    always_applicable=True,
)
