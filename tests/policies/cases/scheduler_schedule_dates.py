"""Fixtures of scheduler-schedule-dates."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

START, END = "2027-01-01T00:00:00Z", "2027-12-31T00:00:00Z"


def schedule(start: object, end: object, *names: str) -> Case:
    return aws("scheduler/schedule", names, scheduleExpression="rate(1 day)", startDate=start, endDate=end)


CASES = Cases(
    passes=[
        schedule(START, END),
        schedule("2027-01-01T00:00:00+09:00", "2026-12-31T15:00:01Z"),
        schedule("2027-01-01T00:00:00", "2027-01-01T00:00:01Z"),
        schedule("soon", END),
        schedule("2027-01-01T00:00:00", END),
        schedule("soon", START),
        schedule("2026-12-31T15:00:01Z", "later"),
        schedule(START, "later"),
    ],
    fails=[
        schedule(START, START, f"endDate is {START}, not after startDate {START};"),
        schedule(END, START, f"endDate is {START}, not after startDate {END};"),
        schedule("2027-01-01T00:00:00", START, f"endDate is {START}, not after startDate 2027-01-01T00:00:00;"),
        schedule("2026-12-31T15:00:01Z", "2027-01-01T00:00:00+09:00", "endDate is 2027-01-01T00:00:00+09:00, not"),
    ],
    not_applicable=[schedule(START, None), schedule(None, END), schedule(None, None)],
    unknown=[schedule(U, END), schedule(START, U)],
)
