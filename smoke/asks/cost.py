"""The cost controls are as the settings say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Final

from components.settings.schedule_plan import plan_schedules
from domain.routing import InferencePath
from domain.scheduling.schedule import ScheduledAction
from domain.smoke import Finding, Theme, failed, off, unknown
from domain.smoke.cost import Move, judge_auto_stop, judge_billing, judge_schedule
from smoke.asks.alarms import alarms_telling
from smoke.clients.scheduled_actions import ScheduledActions
from smoke.context import Context
from smoke.functions import asked
from smoke.question import Question, stated

ENDPOINT_OF: Final = {
    "realtime": InferencePath.REALTIME_ENDPOINT,
    "serverless": InferencePath.SERVERLESS_INFERENCE,
}
TIERS: Final = ("warning", "critical", "emergency")


def questions(context: Context) -> Iterator[Question]:
    """One for each unit with a schedule, one for the billing alarms, one for auto-stop."""
    yield from _schedules(context)
    yield _billing(context)
    yield _auto_stop(context)


def _schedules(context: Context) -> Iterator[Question]:
    cost = context.stack.settings.cost
    if not cost.schedules.units():
        yield stated(Theme.COST, "schedules", off("cost.schedules is off, or no unit follows it"))
        return
    today = context.now()
    try:
        plan = plan_schedules(cost, context.stack.project, today.date())
    except ValueError as error:
        yield stated(Theme.COST, "schedules", unknown(f"the schedules cannot be planned any more: {error}"))
        return
    for unit, one in plan.units.items():
        wanted = frozenset(_move(action) for action in one.actions if not _past(action, today))
        yield Question(Theme.COST, f"schedule of {unit}", partial(_scheduled, context, unit, wanted))


def _scheduled(context: Context, unit: str, wanted: frozenset[Move]) -> Finding:
    place = _resource(context, unit)
    if place is None:
        return failed(f"{unit} has a schedule and is not deployed: deploy it")
    return judge_schedule(wanted, ScheduledActions(context.connections.client("application-autoscaling")).of(*place))


def _resource(context: Context, unit: str) -> tuple[str, str] | None:
    """Namespace and beginning of the resource id of what a unit scales."""
    if unit == "predict":
        function = context.stack.names("functionNames").get("predict")
        return None if function is None else ("lambda", f"function:{function}:")
    if unit == "components":
        component = context.stack.text("componentName")
        return None if component is None else ("sagemaker", f"inference-component/{component}")
    endpoint = context.stack.names("endpointNames").get(ENDPOINT_OF[unit].value)
    return None if endpoint is None else ("sagemaker", f"endpoint/{endpoint}/")


def _move(action: ScheduledAction) -> Move:
    return Move(action.schedule, action.timezone, action.bounds.least, action.bounds.most)


def _past(action: ScheduledAction, now: datetime) -> bool:
    """Whether a single action is over, so that it no longer matters whether it is there."""
    if not action.schedule.startswith("at("):
        return False
    at = datetime.fromisoformat(action.schedule.removeprefix("at(").removesuffix(")"))
    return at.replace(tzinfo=at.tzinfo or UTC) <= now


def _billing(context: Context) -> Question:
    name, billing = "billing alarms", context.stack.settings.cost.billing
    if not billing.enabled:
        return stated(Theme.COST, name, off("cost.billing is off"))
    topics = context.stack.names("billingTopicArns")
    if not topics:
        return stated(Theme.COST, name, failed("cost.billing is on and not deployed: deploy it"))
    thresholds = {tier: float(getattr(billing, tier)) for tier in TIERS}
    return Question(Theme.COST, name, partial(_billed, context, thresholds, topics))


def _billed(context: Context, thresholds: Mapping[str, float], topics: Mapping[str, str]) -> Finding:
    return judge_billing(thresholds, {tier: alarms_telling(context, topic) for tier, topic in topics.items()})


def _auto_stop(context: Context) -> Question:
    name, function = "auto-stop", context.stack.text("autoStopFunction")
    if not context.stack.settings.cost.auto_stop.enabled:
        return stated(Theme.COST, name, off("cost.auto_stop is off"))
    if function is None:
        return stated(Theme.COST, name, failed("cost.auto_stop is on and not deployed: deploy it"))
    return Question(Theme.COST, name, partial(_looked, context, function))


def _looked(context: Context, function: str) -> Finding:
    """A run that decides and changes nothing; it writes its log, and with ``--no-writes`` only the status is read."""
    event = {"action": "run", "dry_run": True} if context.options.writes else {"action": "status"}
    answer = asked(context, function, event)
    return judge_auto_stop(answer.payload, raised=answer.failed)
