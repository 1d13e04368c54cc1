"""The services that the sandbox plays itself, in the order in which they are asked."""

from __future__ import annotations

from sandbox.context import SandboxContext
from sandbox.events.service import EventsService
from sandbox.faults import FaultBook
from sandbox.iam import Guard
from sandbox.runtime.service import LambdaService
from sandbox.scaling.wiring import model_services
from sandbox.service import Service
from sandbox.stepfunctions import StatesService


def own_services(context: SandboxContext, guard: Guard, faults: FaultBook) -> list[Service]:
    """Every service of the sandbox, ready to answer."""
    functions = LambdaService(context, guard)
    hosting = model_services(context, guard.role_trusts)
    return [functions, EventsService(context, guard, faults, functions), StatesService(guard), *hosting]
