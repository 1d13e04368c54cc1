"""Fixtures of sfn-choice-default."""

from __future__ import annotations

from typing import Any

from tests.policies.cases.case import Case, Cases, U
from tests.policies.cases.machines import DONE, FAILED, machine

MISSING = ("definition.States.A.Default is not set",)


def choosing(*rules: Any, names: tuple[str, ...] = (), **more: object) -> Case:
    return machine({"A": {"Type": "Choice", "Choices": list(rules), **more}, "B": DONE, "C": FAILED}, names)


def rule(value: object, test: str = "BooleanEquals", variable: str = "$.ok") -> dict[str, object]:
    return {"Variable": variable, test: value, "Next": "B"}


CASES = Cases(
    passes=[
        choosing(rule(True), Default="C"),
        choosing(rule(True), Default=U),
        *[choosing(rule(True, test), rule(False, test)) for test in ("BooleanEquals", "IsPresent", "IsNull")],
        choosing(rule(True), rule("x", "StringEquals"), rule(False)),
        machine({"A": DONE}),
        choosing(rule(True), rule(False, "IsPresent"), Default="C"),
        choosing({"Condition": "{% $states.input.ok %}", "Next": "B"}, Default="C"),
    ],
    fails=[
        choosing(rule(True), names=MISSING),
        choosing(rule(True), rule(True), names=MISSING),
        choosing(rule(True), rule(False, variable="$.no"), names=MISSING),
        choosing(rule(True), rule(False, "IsPresent"), names=MISSING),
        choosing({"Condition": "{% $states.input.ok %}", "Next": "B"}, names=MISSING),
    ],
    not_applicable=[],
    unknown=[
        machine({"A": {"Type": U}}),
        choosing(rule(U)),
        choosing(Choices=U),
    ],
    always_applicable=True,
)
