"""Fixtures of lambda-environment-size."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def filled(length: int) -> Case:
    return aws("lambda/function", environment={"variables": {"A": "x" * length, "B": U}})


CASES = Cases(
    passes=[filled(4095)],
    fails=[filled(4096).but(("environment.variables is 4097 bytes, above 4096",))],
    not_applicable=[aws("lambda/function", runtime="python3.13")],
    unknown=[aws("lambda/function", environment=U)],
)
