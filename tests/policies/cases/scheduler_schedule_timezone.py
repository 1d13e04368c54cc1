"""Fixtures of scheduler-schedule-timezone. They need a machine that has the IANA database, with its former names."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def schedule(zone: object, *names: str) -> Case:
    return aws("scheduler/schedule", names, scheduleExpression="cron(0 9 * * ? *)", scheduleExpressionTimezone=zone)


NONE = "scheduleExpressionTimezone is {}, which is no time zone of the IANA database;"

CASES = Cases(
    passes=[
        schedule(zone) for zone in ("Asia/Tokyo", "America/Argentina/Ushuaia", "UTC", "utc", "asia/Tokyo", "US/Eastern")
    ],
    fails=[schedule(zone, NONE.format(zone)) for zone in ("Tokyo", "Asia/Osaka", "JST", "Europe/Bonn")],
    not_applicable=[schedule(None).but(), aws("scheduler/schedule", scheduleExpression="rate(1 day)")],
    unknown=[schedule(U)],
)
