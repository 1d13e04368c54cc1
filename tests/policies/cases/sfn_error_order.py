"""Fixtures of sfn-error-order."""

from __future__ import annotations

from typing import Any

from tests.policies.cases.case import Case, Cases, U
from tests.policies.cases.machines import DONE, machine, task

A = "definition.States.A."
ALL, BUSY, LATE = "States.ALL", "Lambda.TooManyRequestsException", "States.Timeout"


def retrying(*errors: list[object], names: tuple[str, ...] = ()) -> Case:
    return machine({"A": task(Retry=[{"ErrorEquals": each} for each in errors])}, names)


def catching(*errors: list[object], names: tuple[str, ...] = ()) -> Case:
    catchers: list[dict[str, Any]] = [{"ErrorEquals": each, "Next": "B", "ResultPath": "$.error"} for each in errors]
    return machine({"A": task(Catch=catchers), "B": DONE}, names)


CASES = Cases(
    passes=[
        *[make([BUSY], [ALL]) for make in (retrying, catching)],
        *[make([BUSY, LATE], [ALL]) for make in (retrying, catching)],
        *[make([BUSY], [LATE]) for make in (retrying, catching)],
        *[make([ALL]) for make in (retrying, catching)],
        retrying(),
        catching([BUSY, LATE]),
    ],
    fails=[
        *[
            make([BUSY, ALL], names=(f"{A}{name}[0].ErrorEquals names States.ALL beside others",))
            for make, name in ((retrying, "Retry"), (catching, "Catch"))
        ],
        *[
            make([ALL], [LATE], names=(f"{A}{name}[0].ErrorEquals names States.ALL before others",))
            for make, name in ((retrying, "Retry"), (catching, "Catch"))
        ],
    ],
    not_applicable=[],
    unknown=[retrying([U], [ALL]), machine({"A": task(Retry=U)}), machine({"A": task(Retry=[U])})],
    always_applicable=True,
)
