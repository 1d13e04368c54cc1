"""Fixtures of appautoscaling-schedule-timezone."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

ACTION = aws(
    "appautoscaling/scheduledAction",
    serviceNamespace="sagemaker",
    resourceId="endpoint/live/variant/main",
    scalableDimension="sagemaker:variant:DesiredInstanceCount",
    schedule="cron(0 20 ? * MON-FRI *)",
    timezone="Europe/Berlin",
    scalableTargetAction={"minCapacity": 1.0, "maxCapacity": 2.0},
)
ONCE = ACTION.but(schedule="at(2026-12-24T18:00:00)")
NOT_SET = ("timezone is not set;",)

CASES = Cases(
    passes=[ACTION, ONCE, ACTION.but(timezone="UTC"), ACTION.but(timezone=U)],
    fails=[ACTION.but(NOT_SET, timezone=None), ONCE.but(NOT_SET, timezone=None)],
    not_applicable=[
        ACTION.but(schedule="rate(1 day)", timezone=None),
        ACTION.but(schedule="cron(0 * ? * MON-FRI *)", timezone=None),
        ACTION.but(schedule="cron(0 */2 ? * MON-FRI *)", timezone=None),
        ACTION.but(schedule="cron()", timezone=None),
    ],
    unknown=[ACTION.but(schedule=U), ACTION.but(schedule=U, timezone=None)],
)
