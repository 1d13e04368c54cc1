"""Fixtures of scheduler-schedule-window."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def schedule(mode: object, length: object = None, *names: str) -> Case:
    window = {"mode": mode, "maximumWindowInMinutes": length}
    return aws("scheduler/schedule", names, scheduleExpression="rate(1 day)", flexibleTimeWindow=window)


CASES = Cases(
    passes=[
        schedule("OFF"),
        schedule("FLEXIBLE", 15.0),
        schedule("FLEXIBLE", U),
        schedule("OTHER"),
        schedule("OFF", 0.0),
    ],
    fails=[
        schedule("FLEXIBLE", None, "flexibleTimeWindow.maximumWindowInMinutes is not set, and the mode is FLEXIBLE;"),
        schedule("OFF", 15.0, "flexibleTimeWindow.maximumWindowInMinutes is 15, and the mode is OFF;"),
    ],
    not_applicable=[],
    unknown=[schedule(U), schedule(U, 15.0), schedule("OFF", U)],
    always_applicable=True,
)
