"""Fixtures of sfn-error-shadowed."""

from __future__ import annotations

from typing import Any

from tests.policies.cases.case import Case, Cases, U
from tests.policies.cases.machines import DONE, machine, task

A = "definition.States.A."
ALL, FAILED, BUSY, LATE = "States.ALL", "States.TaskFailed", "Lambda.TooManyRequestsException", "States.Timeout"


def retrying(*errors: list[object], names: tuple[str, ...] = ()) -> Case:
    return machine({"A": task(Retry=[{"ErrorEquals": each} for each in errors])}, names)


def catching(*errors: list[object], names: tuple[str, ...] = ()) -> Case:
    catchers: list[dict[str, Any]] = [{"ErrorEquals": each, "Next": "B", "ResultPath": "$.error"} for each in errors]
    return machine({"A": task(Catch=catchers), "B": DONE}, names)


CASES = Cases(
    passes=[
        *[make([BUSY], [FAILED], [LATE], [ALL]) for make in (retrying, catching)],
        *[make([FAILED], [LATE]) for make in (retrying, catching)],
        retrying([FAILED, BUSY]),
        machine({"A": task(Retry=[{"ErrorEquals": [BUSY]}], Catch=[{"ErrorEquals": [BUSY], "Next": "B"}]), "B": DONE}),
    ],
    fails=[
        *[
            make([FAILED], [BUSY], names=(f"{A}{name}[1].ErrorEquals names {BUSY}, which one before it takes",))
            for make, name in ((retrying, "Retry"), (catching, "Catch"))
        ],
        *[
            make([LATE], [LATE], names=(f"{A}{name}[1].ErrorEquals names {LATE}, which one before it takes",))
            for make, name in ((retrying, "Retry"), (catching, "Catch"))
        ],
    ],
    not_applicable=[],
    unknown=[retrying([U], [BUSY])],
    always_applicable=True,
)
