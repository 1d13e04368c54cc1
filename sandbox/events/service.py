"""EventBridge and Scheduler in front of moto, which keeps buses, rules, targets, archives and schedules."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

from sandbox.context import SandboxContext
from sandbox.errors import AwsError
from sandbox.events import schedule
from sandbox.events.bus import EventBus
from sandbox.events.scheduler import ScheduleLoop, SystemClock, checked_role
from sandbox.events.targets import AsyncInvoker, Targets
from sandbox.faults import FaultBook
from sandbox.iam import Guard
from sandbox.request import AwsRequest, AwsResponse
from sandbox.service import BaseService


class EventsService(BaseService):
    """Checks schedules when they are made, delivers events, fires schedules.

    Args:
        context: Becomes the way for other services to emit events.
        guard: Resource policies and roles.
        faults: May drop events.
        functions: Runs functions.
    """

    names = frozenset({"events", "scheduler"})

    def __init__(self, context: SandboxContext, guard: Guard, faults: FaultBook, functions: AsyncInvoker) -> None:
        self._guard = guard
        targets = Targets(context, guard, functions)
        self._bus = EventBus(context, guard, faults, targets)
        self._clock = SystemClock()
        self._loop = ScheduleLoop(context, self._bus, targets, self._clock)
        context.events = self._bus
        self._replace_motos_delivery()
        threading.Thread(target=self._loop.run, name="schedules", daemon=True).start()

    def handle(self, request: AwsRequest) -> AwsResponse | None:
        """Refuses schedules that AWS would refuse; moto keeps the rest."""
        if request.service == "scheduler" and request.operation in ("CreateSchedule", "UpdateSchedule"):
            _check_schedule(request)
            role_arn = request.json()["Target"]["RoleArn"]
            if not self._guard.role_trusts(role_arn, "scheduler.amazonaws.com"):
                message = "The execution role you provide must allow AWS EventBridge Scheduler to assume the role."
                raise AwsError("ValidationException", f"{message} (role {role_arn})")
        elif request.operation == "PutRule" and request.json().get("ScheduleExpression"):
            _check_rule(request.json()["ScheduleExpression"])
        return None

    def admin(self, method: str, path: str, body: Mapping[str, Any]) -> Any:  # noqa: ARG002
        """`POST schedules/<name>/run`: fires it now."""
        parts = path.split("/")
        if method != "POST" or len(parts) != 3 or parts[0] != "schedules" or parts[2] != "run":
            return None
        if not self._loop.run_now(parts[1]):
            raise ValueError(f"there is no schedule, scheduled rule or scheduled action named {parts[1]}")
        return {"ran": parts[1]}

    def close(self) -> None:
        """Ends the schedule thread and waiting deliveries."""
        self._clock.end()
        self._bus.close()

    def _replace_motos_delivery(self) -> None:
        """Moto knows four kinds of targets, delivers in the caller's request and raises for the others."""
        from moto.events.models import Rule

        original = Rule.send_to_targets
        bus = self._bus

        def send_to_targets(rule: Any, original_event: Any, transform_input: bool = True) -> None:
            archives = [
                target for target in rule.targets if target["Arn"].endswith("events:" + rule.region_name + ":::")
            ]
            if archives:
                original(rule, original_event, transform_input)
            else:
                bus.offer(rule, original_event)

        setattr(Rule, "send_to_targets", send_to_targets)  # noqa: B010 - mypy forbids assigning to a method


def _check_schedule(request: AwsRequest) -> None:
    body = request.json()
    expression = str(body.get("ScheduleExpression", ""))
    try:
        schedule.check(expression, body.get("ScheduleExpressionTimezone") or "UTC")
    except ValueError as error:
        raise AwsError("ValidationException", f"Invalid Schedule Expression {expression}. ({error})") from error
    checked_role(body.get("Target"))
    region = str(body["Target"].get("Arn", "")).split(":")[3:4]
    if region and region[0] not in ("", request.region):
        raise AwsError(
            "ValidationException", f"Provided Arn is not in region {request.region}: {body['Target']['Arn']}"
        )


def _check_rule(expression: str) -> None:
    if expression.startswith("at("):
        raise AwsError("ValidationException", "Parameter ScheduleExpression is not valid. (a rule takes no at(…))")
    try:
        schedule.check(expression)
    except ValueError as error:
        raise AwsError("ValidationException", f"Parameter ScheduleExpression is not valid. ({error})") from error
