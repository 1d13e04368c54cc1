"""Fixtures of appautoscaling-step-bounds."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

PATH = "stepScalingPolicyConfiguration.stepAdjustments"


def step(lower: object = None, upper: object = None) -> dict[str, object]:
    bounds = {"metricIntervalLowerBound": lower, "metricIntervalUpperBound": upper}
    return {"scalingAdjustment": 1.0, **{name: value for name, value in bounds.items() if value is not None}}


def policy(*steps: object) -> Case:
    return aws(
        "appautoscaling/policy",
        policyType="StepScaling",
        serviceNamespace="sagemaker",
        resourceId="endpoint/live/variant/main",
        scalableDimension="sagemaker:variant:DesiredInstanceCount",
        stepScalingPolicyConfiguration={
            "adjustmentType": "ChangeInCapacity",
            "cooldown": 60.0,
            "metricAggregationType": "Maximum",
            "stepAdjustments": list(steps),
        },
    )


def ladder(count: int) -> list[object]:
    return [step(str(10 * index), str(10 * index + 10) if index < count - 1 else None) for index in range(count)]


THREE = [step("0", "500000"), step("500000", "1000000"), step("1000000")]
BOTH = [step(None, "-10"), step("-10", "0"), step("0", "10"), step("10")]

CASES = Cases(
    passes=[
        policy(step("0")),
        policy(step(None, "0")),
        policy(step("", "0")),
        policy(step("0", "")),
        policy(step(None, "0"), step("0")),
        policy(step("5")),
        policy(step(None, "-5")),
        policy(*THREE),
        policy(*reversed(THREE)),
        policy(*BOTH),
        policy(step(None, "-10"), step("-10", "0")),
        policy(step("1.5", "2.5"), step("2.5")),
        policy(step(None, "-1"), step("-1", "0"), step("0")),
        policy(*ladder(20)),
    ],
    fails=[
        policy().but((f"{PATH} has 0 steps, outside 1 to 20;",)),
        policy(*ladder(20), step(None, "0")).but((f"{PATH} has 21 steps, outside",)),
        policy(step()).but((f"{PATH}[0] has no bound;",)),
        policy(THREE[0], step("400000", "1000000"), THREE[2]).but(
            (f"{PATH}[1] begins at 400000 and overlaps the step that ends at 500000;",)
        ),
        policy(THREE[0], step("600000", "1000000"), THREE[2]).but(
            (f"{PATH}[1] begins at 600000 and leaves a gap after the step that ends at 500000;",)
        ),
        policy(step("0"), step("10")).but((f"{PATH}[1] begins at 10 and overlaps the step that ends at inf;",)),
        policy(*THREE[:2], step("1000000", "2000000")).but((f"{PATH}[2] ends at 2e+06, and no step is above it;",)),
        policy(step("-10", "0")).but((f"{PATH}[0] begins at -10, and no step is below it;",)),
        policy(step("-10", "0"), step("0")).but((f"{PATH}[0] begins at -10, and no step is below it;",)),
        policy(step("-0.5", "0")).but((f"{PATH}[0] begins at -0.5, and no step is below it;",)),
        policy(step("0", "0.5")).but((f"{PATH}[0] ends at 0.5, and no step is above it;",)),
        policy(step("0", "0")).but((f"{PATH}[0] begins at 0 and ends at 0;",)),
        policy(step("0", "-5")).but((f"{PATH}[0] begins at 0 and ends at -5;",)),
    ],
    not_applicable=[aws("appautoscaling/policy", policyType="TargetTrackingScaling")],
    unknown=[
        policy(step(U)),
        policy(step("0", U)),
        policy(U),
        policy(step("0"), U),
        policy().but(stepScalingPolicyConfiguration={"stepAdjustments": U}),
        policy().but(stepScalingPolicyConfiguration=U),
    ],
)
