"""Fixtures of appautoscaling-capacity-order."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

TARGET = aws(
    "appautoscaling/target",
    serviceNamespace="sagemaker",
    resourceId="endpoint/live/variant/main",
    scalableDimension="sagemaker:variant:DesiredInstanceCount",
    minCapacity=2.0,
    maxCapacity=2.0,
)


def action(**sizes: object) -> Case:
    return aws(
        "appautoscaling/scheduledAction",
        serviceNamespace="sagemaker",
        resourceId="endpoint/live/variant/main",
        scalableDimension="sagemaker:variant:DesiredInstanceCount",
        schedule="cron(0 20 ? * MON-FRI *)",
        timezone="Europe/Berlin",
        scalableTargetAction=sizes,
    )


CASES = Cases(
    passes=[
        TARGET,
        TARGET.but(minCapacity=0.0),
        action(minCapacity=2.0, maxCapacity=2.0),
        action(minCapacity=0.0, maxCapacity=0.0),
        action(minCapacity=3.0),
        action(maxCapacity=0.0),
    ],
    fails=[
        TARGET.but(("minCapacity is 3, above maxCapacity 2;",), minCapacity=3.0),
        action(minCapacity=3.0, maxCapacity=2.0).but(("scalableTargetAction.minCapacity is 3, above maxCapacity 2;",)),
    ],
    not_applicable=[],
    unknown=[
        TARGET.but(minCapacity=U),
        TARGET.but(maxCapacity=U),
        action(minCapacity=U, maxCapacity=2.0),
        action(minCapacity=3.0, maxCapacity=U),
    ],
    always_applicable=True,
)
