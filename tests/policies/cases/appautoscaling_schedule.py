"""Fixtures of appautoscaling-schedule. How each form is read is shown by the rule of EventBridge Scheduler."""

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
ZONED = ACTION.but(timezone="Europe/Berlin")

CASES = Cases(
    passes=[
        ACTION,
        ZONED,
        ACTION.but(timezone="Etc/GMT+9"),
        ACTION.but(schedule="at(2026-12-24T18:00:00)"),
        ACTION.but(schedule="rate(1 day)"),
        ACTION.but(schedule="rate(2 day)"),
        ACTION.but(schedule="cron(0/15 8-18 1 * ? 2027)"),
        ACTION.but(schedule="cron(30 6 L * ? *)"),
    ],
    fails=[
        ACTION.but(("schedule is 0 20 * * MON-FRI: accepted: at(...), rate",), schedule="0 20 * * MON-FRI"),
        ACTION.but(("schedule is cron(0 20 * * MON-FRI): cron takes 6",), schedule="cron(0 20 * * MON-FRI)"),
        ACTION.but(("schedule is cron(0 24 ? * MON-FRI *): hours",), schedule="cron(0 24 ? * MON-FRI *)"),
        ACTION.but(("schedule is cron(0 20 * * * *): exactly one",), schedule="cron(0 20 * * * *)"),
        ACTION.but(("schedule is at(2026-12-24 18:00): ",), schedule="at(2026-12-24 18:00)"),
        ACTION.but(("schedule is rate(0 days): ",), schedule="rate(0 days)"),
        ZONED.but(("timezone is Europe/Bern, which is no time zone",), timezone="Europe/Bern"),
        ZONED.but(("timezone is CET+1, which is no time zone",), timezone="CET+1"),
    ],
    not_applicable=[],
    unknown=[ACTION.but(schedule=U), ZONED.but(timezone=U)],
    always_applicable=True,
)
