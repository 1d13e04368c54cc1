"""Fixtures of sagemaker-scaling-min-capacity."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Cases, U, aws

TARGET = aws("appautoscaling/target", scalableDimension="sagemaker:variant:DesiredInstanceCount", minCapacity=1.0)
NAMED = replace(TARGET.but(resourceId="endpoint/async/variant/main"), settings={"allowZero": ["endpoint/async*"]})
NIGHT = aws(
    "appautoscaling/scheduledAction",
    scalableDimension="sagemaker:variant:DesiredInstanceCount",
    schedule="cron(0 18 ? * MON-FRI *)",
    scalableTargetAction={"minCapacity": 1.0, "maxCapacity": 4.0},
)
FOUND = ("minCapacity is 0 for a variant",)

CASES = Cases(
    passes=[
        TARGET,
        TARGET.but(resourceId=U),
        TARGET.but(resourceId="endpoint/other/variant/main"),
        replace(NAMED, props={**NAMED.props, "minCapacity": 0.0}),
        NAMED.but(resourceId="endpoint/other/variant/main"),
        NIGHT,
        NIGHT.but(scalableTargetAction={"minCapacity": "", "maxCapacity": 4.0}),
    ],
    fails=[
        NIGHT.but(
            ("scalableTargetAction.minCapacity is 0 for a variant",),
            scalableTargetAction={"minCapacity": 0.0, "maxCapacity": 4.0},
        ),
        TARGET.but(FOUND, minCapacity=0.0),
        TARGET.but(FOUND, minCapacity=0.0, resourceId=U),
        NAMED.but(FOUND, minCapacity=0.0, resourceId="endpoint/other/variant/main"),
    ],
    not_applicable=[
        TARGET.but(scalableDimension="sagemaker:inference-component:DesiredCopyCount", minCapacity=0.0),
        TARGET.but(scalableDimension="dynamodb:table:ReadCapacityUnits", minCapacity=0.0),
    ],
    unknown=[
        TARGET.but(minCapacity=U),
        TARGET.but(scalableDimension=U, minCapacity=0.0),
        NAMED.but(resourceId=U, minCapacity=0.0),
    ],
)
