"""Fixtures of cloudwatch-event-rule-schedule: what AWS's guide shows and people write."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

GOOD = (
    "rate(1 minute)",
    "rate(1 hour)",
    "rate(1 day)",
    "rate(5 minutes)",
    "rate(2 hours)",
    "rate(7 days)",
    "rate( 10  minutes )",
    "cron(0 10 * * ? *)",
    "cron(15 12 * * ? *)",
    "cron(0 18 ? * MON-FRI *)",
    "cron(0 8 1 * ? *)",
    "cron(0/15 * * * ? *)",
    "cron(0/10 * ? * MON-FRI *)",
    "cron(0/5 8-17 ? * MON-FRI *)",
    "cron(0/30 20-23,0-2 ? * MON-FRI *)",
    "cron(0 9 ? * 2#1 *)",
    "cron(0 9 ? * TUE#5 *)",
    "cron(0 9 ? * 6L 1970-2199)",
    "cron(0 9 ? * L *)",
    "cron(15 10 L * ? *)",
    "cron(15 10 L-3 * ? *)",
    "cron(0 8 LW * ? *)",
    "cron(0 8 3W * ? *)",
    "cron(59 23 31 12 ? 2199)",
    "cron(0 0 1 1 ? 1970)",
    "cron(0 0 ? * 1 *)",
    "cron(0 0 ? * 7 *)",
    "cron(*/59 */24 1/7 1-12/3 ? */2)",
    "cron(0 0 1 jan,JUL ? 2026)",
    "cron(0 9 ? * FRI-MON *)",
    "cron(/5 9 ? * sun *)",
    " cron(0  9  1,15 * ? *) ",
)
UNIT = "a rate is a whole number and minutes, hours or days"
DAYS = "exactly one of day-of-month and day-of-week is ?"
FORM = "accepted: rate(...), cron(...)"
BAD = {
    "rate(5 minute)": "it must be 5 minutes",
    "rate(1 minutes)": "it must be 1 minute",
    "rate(1 hours)": "it must be 1 hour",
    "rate(2 day)": "it must be 2 days",
    "rate(0 minutes)": "a rate is 1 or more",
    "rate(1.5 hours)": UNIT,
    "rate(30 seconds)": UNIT,
    "rate(5minutes)": UNIT,
    "rate()": UNIT,
    "cron(0 9 * * * *)": DAYS,
    "cron(0 9 ? * ? *)": DAYS,
    "cron(0 9 * * MON-FRI)": "cron takes 6 fields, not 5",
    "cron(0 0 9 * * ? *)": "cron takes 6 fields, not 7",
    "cron()": "cron takes 6 fields, not 0",
    "0 9 * * ? *": FORM,
    "at(2027-01-31T09:00:00)": FORM,
    "daily": FORM,
    "cron(60 * * * ? *)": "minutes cannot be 60",
    "cron(*/60 * * * ? *)": "minutes cannot be */60",
    "cron(99/5 * * * ? *)": "minutes cannot be 99/5",
    "cron(0/ * * * ? *)": "minutes cannot be 0/",
    "cron(0 9 1-2-3 * ? *)": "day-of-month cannot be 1-2-3",
    "cron(0 9 1-- * ? *)": "day-of-month cannot be 1--",
    "cron(0/x * * * ? *)": "minutes cannot be 0/X",
    "cron(? * * * ? *)": "minutes cannot be ?",
    "cron( 0 24 * * ? *)": "hours cannot be 24",
    "cron(0 MON * * ? *)": "hours cannot be MON",
    "cron(0 9 0 * ? *)": "day-of-month cannot be 0",
    "cron(0 9 32 * ? *)": "day-of-month cannot be 32",
    "cron(0 9 1, * ? *)": "day-of-month cannot be 1,",
    "cron(0 9 1-99 * ? *)": "day-of-month cannot be 1-99",
    "cron(0 9 99-1 * ? *)": "day-of-month cannot be 99-1",
    "cron(0 9 1 0 ? *)": "month cannot be 0",
    "cron(0 9 1 13 ? *)": "month cannot be 13",
    "cron(0 9 1 JANUARY ? *)": "month cannot be JANUARY",
    "cron(0 9 1 ? MON *)": "month cannot be ?",
    "cron(0 9 ? * 0 *)": "day-of-week cannot be 0",
    "cron(0 9 ? * 8 *)": "day-of-week cannot be 8",
    "cron(0 9 ? * -1 *)": "day-of-week cannot be -1",
    "cron(0 9 ? * MON#6 *)": "day-of-week cannot be MON#6",
    "cron(0 9 ? * MON 1969)": "year cannot be 1969",
    "cron(0 9 ? * MON 2200)": "year cannot be 2200",
}


def rule(expression: object, *names: str) -> Case:
    return aws("cloudwatch/eventRule", names, name="nightly", scheduleExpression=expression)


CASES = Cases(
    passes=[rule(expression) for expression in GOOD],
    fails=[rule(expression, f"scheduleExpression is {expression}: {problem};") for expression, problem in BAD.items()],
    not_applicable=[
        aws("cloudwatch/eventRule", name="uploads", eventPattern='{"source": ["aws.s3"]}'),
        rule(""),
    ],
    unknown=[rule(U)],
)
