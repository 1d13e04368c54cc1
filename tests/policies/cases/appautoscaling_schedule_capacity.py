"""Fixtures of appautoscaling-schedule-capacity."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

ACTION = aws(
    "appautoscaling/scheduledAction",
    serviceNamespace="ecs",
    resourceId="service/web/api",
    scalableDimension="ecs:service:DesiredCount",
    schedule="cron(0 20 ? * MON-FRI *)",
    scalableTargetAction={"minCapacity": 0.0},
)

CASES = Cases(
    passes=[
        ACTION,
        ACTION.but(scalableTargetAction={"maxCapacity": 0.0}),
        ACTION.but(scalableTargetAction={"minCapacity": 1.0, "maxCapacity": 4.0}),
        ACTION.but(scalableTargetAction={"minCapacity": U}),
        ACTION.but(scalableTargetAction=U),
    ],
    fails=[ACTION.but(("scalableTargetAction sets neither minCapacity nor maxCapacity;",), scalableTargetAction={})],
    not_applicable=[],
    presence_only=True,
    always_applicable=True,
)
