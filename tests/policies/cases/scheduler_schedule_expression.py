"""Fixtures of scheduler-schedule-expression: what differs from EventBridge; the rest is shown with its rules."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

GOOD = (
    "at(2027-01-31T09:00:00)",
    "at(2028-02-29T23:59)",
    "rate(1 minutes)",
    "rate(5 minute)",
    "rate(1 hour)",
    "cron(0 9 ? * MON-FRI *)",
    "cron(*/15 8-18 * * ? 2026-2027)",
)
FORM = "accepted: at(...), rate(...), cron(...)"
TIME = "a time is yyyy-mm-ddThh:mm:ss, without a zone"
BAD = {
    "at(2027-01-31T09:00:00Z)": TIME,
    "at(2027-01-31T09:00:00.000)": TIME,
    "at(2027-01-31 09:00:00)": TIME,
    "at(tomorrow)": TIME,
    "at(2027-02-29T09:00:00)": "there is no such time",
    "at(2027-01-31T25:00:00)": "there is no such time",
    "rate(0 days)": "a rate is 1 or more",
    "rate(1 week)": "a rate is a whole number and minutes, hours or days",
    "cron(0 9 * * *)": "cron takes 6 fields, not 5",
    "cron(0 9 * * 1 *)": "exactly one of day-of-month and day-of-week is ?",
    "every day": FORM,
}


def schedule(expression: object, *names: str) -> Case:
    return aws("scheduler/schedule", names, scheduleExpression=expression, flexibleTimeWindow={"mode": "OFF"})


CASES = Cases(
    passes=[schedule(expression) for expression in GOOD],
    fails=[
        schedule(expression, f"scheduleExpression is {expression}: {problem};") for expression, problem in BAD.items()
    ],
    not_applicable=[],
    unknown=[schedule(U)],
    always_applicable=True,
)
