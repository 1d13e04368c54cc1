"""Fixtures of sfn-retry-limits."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U
from tests.policies.cases.machines import machine, task

MOST = 99999999
RANGES = {
    "IntervalSeconds": (1, MOST),
    "MaxAttempts": (0, MOST),
    "BackoffRate": (1, MOST),
    "MaxDelaySeconds": (2, 31622399),
}
WHERE = "definition.States.A.Retry[0]."


def retrying(names: tuple[str, ...] = (), /, **given: object) -> Case:
    retrier = {"ErrorEquals": ["States.ALL"], **given}
    return machine({"A": task(Retry=[{name: value for name, value in retrier.items() if value is not None}])}, names)


CASES = Cases(
    passes=[
        retrying(),
        *[retrying(**{name: value}) for name, both in RANGES.items() for value in both],
        *[retrying(JitterStrategy=each) for each in ("FULL", "NONE")],
        retrying(IntervalSeconds=5, MaxDelaySeconds=6),
        retrying(MaxAttempts="{% 1 + 1 %}", MaxDelaySeconds="{% 3 %}", IntervalSeconds="{% 4 %}"),
        retrying(MaxDelaySeconds=2, IntervalSeconds="{% 4 %}"),
        machine({"A": task()}),
        retrying(MaxAttempts="0"),
    ],
    fails=[
        *[
            retrying((f"{WHERE}{name} is {value}, outside ",), **{name: value})
            for name, (low, high) in RANGES.items()
            for value in (low - 1, high + 1)
            if name != "MaxDelaySeconds"
        ],
        retrying((f"{WHERE}MaxDelaySeconds is 31622400, outside 1 to",), MaxDelaySeconds=31622400),
        retrying((f"{WHERE}MaxDelaySeconds is 0, outside 1 to",), MaxDelaySeconds=0),
        retrying((f"{WHERE}MaxDelaySeconds is 1, not above the interval of 1 s",), MaxDelaySeconds=1),
        retrying(
            (f"{WHERE}MaxDelaySeconds is 5, not above the interval of 5 s",), IntervalSeconds=5, MaxDelaySeconds=5
        ),
        retrying((f"{WHERE}MaxAttempts is -1, outside 0",), MaxAttempts="-1"),
        retrying((f"{WHERE}JitterStrategy is HALF",), JitterStrategy="HALF"),
        retrying((f"{WHERE}ErrorEquals names no error",), ErrorEquals=[]),
        retrying((f"{WHERE}ErrorEquals names no error",), ErrorEquals=None),
    ],
    not_applicable=[],
    unknown=[
        *[retrying(**{name: U}) for name in RANGES],
        retrying(IntervalSeconds=U, MaxDelaySeconds=2),
        retrying(ErrorEquals=U),
        retrying(ErrorEquals=[U]),
    ],
    always_applicable=True,
)
