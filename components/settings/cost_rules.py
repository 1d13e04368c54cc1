"""Rules over more than one setting of the cost theme."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from components.settings.addresses import MOST_BUDGET_ADDRESSES, check_addresses
from components.settings.clash import Clash, Rule
from components.settings.cost import BusinessCapacitySettings
from components.settings.stack import Settings
from domain.cost import BillingThresholds, check_capacity, time_zone
from domain.scheduling.business_calendar import BusinessCalendar, Window
from domain.scheduling.overrides import parse_overrides

LEAST_IDLE_MINUTES = 15
"""CloudWatch shows calls minutes late, and a wake-up takes ten: a shorter time would stop what is in use."""
OVERRIDES_BYTES = 2500
"""The functions' environment holds 4 KB: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""
BASE = "cost.schedules"


def billing_tiers(settings: Settings) -> Iterator[Clash]:
    """Tiers rise, and each is heard."""
    billing = settings.cost.billing
    paths = tuple(f"cost.billing.{name}" for name, _ in BillingThresholds().tiers())
    try:
        BillingThresholds(billing.warning, billing.critical, billing.emergency)
    except ValueError as error:
        name = str(error).split(" ", 1)[0]
        yield Clash(f"cost.billing.{name}", f"does not fit: {error}", paths)
    least = 0 if settings.environment == "sandbox" else 1
    for name, _ in BillingThresholds().tiers():
        if billing.enabled:
            emails = getattr(billing, f"{name}_emails")
            yield from _addresses(f"cost.billing.{name}_emails", emails, least=least)


def budget_and_anomalies(settings: Settings) -> Iterator[Clash]:
    """Neither exists without somebody who is told."""
    budget, anomalies = settings.cost.billing.budget, settings.cost.billing.anomalies
    if budget.enabled:
        yield from _addresses("cost.billing.budget.emails", budget.emails, least=1, most=MOST_BUDGET_ADDRESSES)
    if anomalies.enabled:
        yield from _addresses("cost.billing.anomalies.emails", anomalies.emails, least=1)


def _addresses(path: str, emails: tuple[str, ...], *, least: int, most: int | None = None) -> Iterator[Clash]:
    try:
        check_addresses(path, emails, least=least, most=most)
    except ValueError as error:
        yield Clash(path, str(error).removeprefix(f"{path} "), ("environment",))


def auto_stop(settings: Settings) -> Iterator[Clash]:
    """What only a sandbox may do, and what prod never does."""
    stop, base = settings.cost.auto_stop, "cost.auto_stop"
    if settings.environment == "prod" and stop.action == "delete":
        yield Clash(
            f"{base}.action",
            "is delete; accepted in prod: scale-down, disable-schedule",
            ("environment",),
            "scale-down",
        )
    if settings.environment != "sandbox" and stop.idle_minutes < LEAST_IDLE_MINUTES:
        yield Clash(
            f"{base}.idle_minutes",
            f"is {stop.idle_minutes}; accepted outside a sandbox: {LEAST_IDLE_MINUTES} to 1440",
            ("environment",),
            "60",
        )


def scheduled_units(settings: Settings) -> Iterator[Clash]:
    """What follows the schedule exists, and stays within its bounds."""
    schedules, inference = settings.cost.schedules, settings.inference
    if not schedules.enabled:
        return
    if not schedules.units():
        text = (
            "is true, but no unit follows the schedule; give capacities to realtime, serverless, components or predict"
        )
        yield Clash(f"{BASE}.enabled", text, example="false")
    ceilings = {
        "realtime": ("realtime.max_instances", inference.realtime.max_instances if inference.realtime.enabled else 0),
        "components": ("components.max_copies", inference.components.max_copies if inference.components.enabled else 0),
        "serverless": (
            "serverless.max_concurrency",
            inference.serverless.max_concurrency
            if inference.serverless.enabled and inference.serverless.provisioned_concurrency
            else 0,
        ),
        "predict": ("predict.max_provisioned_concurrency", inference.predict.max_provisioned_concurrency),
    }
    for unit, capacity in schedules.units().items():
        ceiling, most = ceilings[unit]
        yield from _within(unit, capacity, ceiling, most if inference.enabled else 0)


def _within(unit: str, capacity: BusinessCapacitySettings, ceiling: str, most: int) -> Iterator[Clash]:
    path, involves = f"{BASE}.{unit}", (f"inference.{ceiling}", "inference.enabled", f"{BASE}.enabled")
    bounds = (capacity.business_min, capacity.business_max, capacity.off_hours_min, capacity.off_hours_max)
    if not most:
        yield Clash(
            path,
            f"is set, but the stack has nothing of it that scales; accepted: without it, or with inference.{unit} "
            "deployed and its capacity set",
            involves,
        )
        return
    try:
        check_capacity(*bounds)
    except ValueError as error:
        yield Clash(path, f"does not fit: {error}", involves)
        return
    if unit == "realtime" and capacity.off_hours_min < 1:
        text = "is 0; accepted: 1 or more: a variant with a model of its own cannot go to zero"
        yield Clash(f"{path}.off_hours_min", text, involves, "1")
    if capacity.business_max > most:
        text = f"is {capacity.business_max}; accepted: at most inference.{ceiling} = {most}"
        yield Clash(f"{path}.business_max", text, involves, str(most))


def business_hours(settings: Settings) -> Iterator[Clash]:
    """Windows and their zone make a calendar, and the holidays of the list are days."""
    schedules = settings.cost.schedules
    for number, day in enumerate(schedules.holidays):
        if not _is_day(day):
            text = f"is {day!r}; accepted: a day that exists, such as 2026-12-31"
            yield Clash(f"{BASE}.holidays[{number}]", text, example="2026-12-31")
    if schedules.valid_from is not None and not _is_day(schedules.valid_from):
        text = f"is {schedules.valid_from!r}; accepted: a day that exists, such as 2026-11-01"
        yield Clash(f"{BASE}.valid_from", text, example="2026-11-01")
    windows = []
    for number, window in enumerate(schedules.windows):
        try:
            windows.append(Window(window.days, window.start, window.end))
        except ValueError as error:
            yield Clash(f"{BASE}.windows[{number}]", f"does not fit: {error}")
    try:
        time_zone("timezone", schedules.timezone)
        if len(windows) == len(schedules.windows):
            BusinessCalendar(schedules.timezone, tuple(windows))
    except ValueError as error:
        name = str(error).split(" ", 1)[0]
        yield Clash(f"{BASE}.{name}", f"does not fit: {error}", (f"{BASE}.timezone", f"{BASE}.windows"))


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def planned_days(settings: Settings) -> Iterator[Clash]:
    """Single days are planned from a day that the stack names: the program has no clock."""
    schedules = settings.cost.schedules
    single = schedules.holidays or schedules.holidays_file or settings.cost.overrides
    if schedules.enabled and single and schedules.valid_from is None:
        text = "is missing; holidays and overrides are planned from that day on: the first of this month, say"
        yield Clash(f"{BASE}.valid_from", text, (f"{BASE}.holidays", f"{BASE}.holidays_file", "cost.overrides"))


def overrides(settings: Settings) -> Iterator[Clash]:
    """Each can be read, and all of them fit into the function's environment."""
    given = [override.model_dump() for override in settings.cost.overrides]
    try:
        parse_overrides(given)
    except ValueError as error:
        yield Clash("cost.overrides", f"does not fit: {error}")
    size = len(json.dumps(given))
    if size > OVERRIDES_BYTES:
        yield Clash("cost.overrides", f"has {size} bytes; accepted: {OVERRIDES_BYTES}: remove what has expired")


RULES: tuple[Rule, ...] = (
    billing_tiers,
    budget_and_anomalies,
    auto_stop,
    scheduled_units,
    business_hours,
    planned_days,
    overrides,
)
