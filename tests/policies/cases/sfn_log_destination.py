"""Fixtures of sfn-log-destination."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U
from tests.policies.cases.machines import PASS, alone

GROUP = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/vendedlogs/states/pipeline"
MACHINE = alone(PASS)


def logged(level: object, group: object) -> Case:
    given = {"level": level, "logDestination": group, "includeExecutionData": True}
    return MACHINE.but(loggingConfiguration={name: value for name, value in given.items() if value is not None})


CASES = Cases(
    passes=[logged("ALL", f"{GROUP}:*"), logged("OFF", f"{GROUP}:*")],
    fails=[
        logged("ALL", GROUP).but((f"loggingConfiguration.logDestination is {GROUP}, which does not end with :*",)),
        logged("ALL", None).but(("loggingConfiguration.logDestination is not set for the level ALL",)),
    ],
    not_applicable=[MACHINE, logged("OFF", None), logged(None, None)],
    unknown=[logged("ALL", U), logged(U, None)],
)
