"""Whether a state machine can be started."""

from __future__ import annotations

from typing import Final

from domain.smoke import Finding, failed, passed
from smoke.clients.machines import Machines
from smoke.context import Context

ACTIVE: Final = "ACTIVE"


def active(context: Context, arn: str) -> Finding:
    """It must be there, and not be on its way out."""
    name = arn.rpartition(":")[2]
    status = Machines(context.connections.client("stepfunctions")).status(arn)
    if status is None:
        return failed(f"there is no state machine {name}, though the stack made one: deploy again")
    return passed(f"{name} is {ACTIVE}") if status == ACTIVE else failed(f"{name} is {status}; expected: {ACTIVE}")
