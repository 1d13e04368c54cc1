"""Fixtures of appautoscaling-target-twice."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Cases, U, aws, stack

LIVE = "endpoint/live/variant/main"
WEEKDAYS = aws(
    "appautoscaling/target",
    called="weekdays",
    serviceNamespace="sagemaker",
    resourceId=LIVE,
    scalableDimension="sagemaker:variant:DesiredInstanceCount",
    minCapacity=2.0,
    maxCapacity=4.0,
)
WEEKEND = replace(WEEKDAYS.but(minCapacity=1.0, maxCapacity=1.0), name="weekend")
SHADOW = WEEKEND.but(resourceId="endpoint/live/variant/shadow")
TABLE = WEEKDAYS.but(
    serviceNamespace="dynamodb", resourceId="table/tasks", scalableDimension="dynamodb:table:ReadCapacityUnits"
)
WRITES = replace(TABLE, name="writes").but(scalableDimension="dynamodb:table:WriteCapacityUnits")
ELSEWHERE = replace(WEEKEND, provider_region="us-west-2")
TWICE = ("weekend: resourceId is endpoint/live/variant/main, which weekdays registers for sagemaker:variant:Desired",)

CASES = Cases(
    passes=[
        stack(WEEKDAYS, SHADOW),
        stack(TABLE, WRITES),
        stack(WEEKDAYS, ELSEWHERE),
        stack(WEEKDAYS.made_from(resourceId="live"), SHADOW.made_from(resourceId="live")),
        stack(WEEKDAYS, WEEKEND.but(region="eu-west-1")),
    ],
    fails=[
        stack(WEEKDAYS, WEEKEND, names=TWICE),
        stack(WEEKDAYS, SHADOW, replace(WEEKEND, name="night"), names=(TWICE[0].replace("weekend", "night"),)),
        stack(
            TABLE,
            WRITES.but(scalableDimension="dynamodb:table:ReadCapacityUnits"),
            names=("writes: resourceId is table/tasks, which weekdays registers for dynamodb:table:ReadCapacityUnits",),
        ),
    ],
    not_applicable=[stack(WEEKDAYS), stack(WEEKDAYS.but(resourceId=U))],
    unknown=[
        stack(WEEKDAYS.but(resourceId=U), WEEKEND),
        stack(WEEKDAYS.but(resourceId=U), WEEKEND.but(resourceId=U)),
        stack(WEEKDAYS, WEEKEND.but(scalableDimension=U)),
        stack(WEEKDAYS, WEEKEND.but(region=U)),
    ],
)
