"""What of the capacity theme depends on the day, the Region and the whole stack, planned before the first resource."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from components.settings.capacity import (
    EndpointScalingSettings,
    LookedUpSettings,
    ProvisionedThroughputSettings,
    ScalingSettings,
)
from components.settings.capacity_rules import schedule_of
from components.settings.model import SettingsModel
from components.settings.price_file import price_book
from components.settings.stack import Settings
from domain.bedrock.commitments import Commitment, MonthlyCost, accepted, commitment_of, end_of, monthly_cost
from domain.bedrock.lifecycle import Looked, Purchase, State, problems, verdict
from domain.capacity.lambda_plan import LambdaPlan, Taker, lambda_plan
from domain.capacity.schedules import meetings
from domain.checks import refuse
from domain.pricing import PriceBook, Unpriced

BASE = "capacity"
MODEL_UNITS = "An account has no model units at first: ask AWS Support for the quota before the deployment."
ALWAYS_TRACKED = ("components", "serverless")
"""Units of the inference theme that have a tracking of their own, whatever the settings."""
FOR_GOOD = "It cannot be cancelled: every hour until then is paid, and a deployment that deletes it is refused."


@dataclass(frozen=True)
class PlannedThroughput:
    """Model units that are bought.

    Attributes:
        settings: What was asked for.
        cost: What they cost.
        ends: The first day on which they can be deleted.
    """

    settings: ProvisionedThroughputSettings
    cost: MonthlyCost
    ends: date

    @property
    def bought(self) -> str:
        """The day of the purchase, in words."""
        return "today" if self.settings.bought_on is None else f"on {self.settings.bought_on}"

    @property
    def commitment(self) -> Commitment:
        """For how long."""
        return commitment_of(self.settings.commitment)

    def describe(self) -> str:
        """What somebody should read before it is bought."""
        said = f"{self.settings.name}: {self.cost.describe()}."
        if self.commitment is not Commitment.NONE:
            said += f" Committed until {self.ends} when bought {self.bought}. {FOR_GOOD}"
        return f"{said} {MODEL_UNITS}"


@dataclass(frozen=True)
class CapacityPlan:
    """The plan of a stack.

    Attributes:
        throughput: What is bought of Bedrock.
        functions: How the account's Lambda concurrency is divided.
        warnings: What stops no deployment and should be read.
    """

    throughput: tuple[PlannedThroughput, ...]
    functions: LambdaPlan
    warnings: tuple[str, ...] = ()


def plan_capacity(settings: Settings, region: str, today: date, book: PriceBook | None = None) -> CapacityPlan:
    """Plan the capacity of a stack; with the theme off the plan is empty and nothing is checked.

    Args:
        settings: The whole stack's: every function that sets concurrency aside counts.
        region: Where it is deployed: prices and what is sold depend on it.
        today: The day of purchase; schedules are checked for 400 days from it.
        book: The prices; those of ``domain/prices.json`` by default.

    Raises:
        ValueError: Actions that act at one minute, a model that is not sold, a monthly cost that is not known or that
            nobody accepted, or more concurrency than the account has. All that was found is told at once.
    """
    theme, limits = settings.capacity, settings.capacity.lambda_concurrency
    takers = list(takers_of(settings)) if theme.enabled else []
    functions = lambda_plan(takers, limits.account_limit, limits.unreserved)
    if not theme.enabled:
        return CapacityPlan((), functions)
    gone, leaving = _profiles(settings, today)
    found = [*_meetings(settings, today), *gone]
    if functions.problem is not None:
        found.append(f"{BASE}.lambda_concurrency: {functions.problem}")
    prices = book or price_book()
    bought = []
    for number, one in enumerate(theme.bedrock.provisioned):
        planned, wrong = _throughput(one, region, today, prices)
        found += [f"{BASE}.bedrock.provisioned[{number}] ({one.name}): {problem}" for problem in wrong]
        bought += [planned] if planned is not None else []
    if found:
        raise ValueError("\n".join(found))
    warnings = (*leaving, *_only_growing(settings), *_cheap(bought, region, prices, today))
    return CapacityPlan(tuple(bought), functions, warnings)


def takers_of(model: SettingsModel, path: str = "") -> Iterator[Taker]:
    """Every function of the settings that takes concurrency for itself: those with the fields that say so.

    A group with ``enabled: false`` takes nothing, nor does the predict function without an endpoint to call.
    """
    if getattr(model, "enabled", True) is False or (path == "inference.predict"):
        return
    if hasattr(model, "reserved_concurrency"):
        reserved = model.reserved_concurrency or 0
        warm = getattr(model, "max_provisioned_concurrency", 0) or getattr(model, "provisioned_concurrency", 0)
        yield Taker(path, reserved, warm)
    for name in type(model).model_fields:
        below = getattr(model, name)
        if isinstance(below, SettingsModel):
            yield from takers_of(below, f"{path}.{name}" if path else name)
    if path == "inference" and any(getattr(model, kind).enabled for kind in ("realtime", "serverless", "components")):
        predict = getattr(model, "predict")  # noqa: B009 - its model is not known here
        yield Taker(f"{path}.predict", predict.reserved_concurrency or 0, predict.max_provisioned_concurrency)


def _scaled(settings: Settings) -> Mapping[str, ScalingSettings]:
    theme = settings.capacity
    others = {f"endpoints[{number}]": one for number, one in enumerate(theme.endpoints)}
    return {**theme.units(), **others}


def _meetings(settings: Settings, today: date) -> Iterator[str]:
    for name, unit in _scaled(settings).items():
        actions = [schedule_of(one) for one in unit.schedules]
        yield from (f"{BASE}.{name}.schedules: {met.describe()}" for met in meetings(actions, today))


def _only_growing(settings: Settings) -> Iterator[str]:
    """Steps add; where nothing takes away again, the largest breach is paid for until somebody looks."""
    for name, unit in _scaled(settings).items():
        followed = name in ALWAYS_TRACKED or unit.concurrent_requests is not None
        if name == "realtime":
            followed = followed or settings.inference.realtime.invocations_per_instance_per_minute is not None
        if isinstance(unit, EndpointScalingSettings):
            followed = followed or unit.invocations_per_instance_per_minute is not None
        moved = unit.schedules or name in settings.cost.schedules.units()
        if unit.latency is not None and not followed and not moved:
            yield (
                f"{BASE}.{name}.latency: nothing takes away what its steps add, so what a breach added stays and is "
                "billed; add concurrent_requests, a target of calls per minute, or schedules"
            )


def _profiles(settings: Settings, today: date) -> tuple[list[str], list[str]]:
    """Profiles over models that are gone serve nobody; what else is not active is told and costs nothing."""
    gone: list[str] = []
    leaving: list[str] = []
    for number, one in enumerate(settings.capacity.bedrock.profiles):
        judged = verdict(one.source, today)
        if judged.state is not State.ACTIVE:
            said = f"{BASE}.bedrock.profiles[{number}] ({one.name}): {one.source} {judged.reason}"
            (gone if judged.state is State.ENDED else leaving).append(said)
    return gone, leaving


def _throughput(
    one: ProvisionedThroughputSettings, region: str, today: date, prices: PriceBook
) -> tuple[PlannedThroughput | None, Sequence[str]]:
    commitment, day = commitment_of(one.commitment), _day(one.bought_on, "bought_on", today)
    wanted = Purchase(one.model_id, region, commitment, one.base_model_id)
    wrong = list(problems(wanted, day, _looked(one.looked_up, today)))
    cost = monthly_cost(
        one.units,
        one.base_model_id or one.model_id,
        commitment,
        lambda item: prices.find(item, region, day),
        one.hourly_usd_per_unit,
    )
    if isinstance(cost, Unpriced):
        return None, [*wrong, f"{cost.describe()}; set hourly_usd_per_unit to what AWS says"]
    planned = PlannedThroughput(one, cost, end_of(day, commitment))
    if not accepted(cost, one.accept_monthly_usd):
        wrong.append(
            f"accept_monthly_usd is {one.accept_monthly_usd:,.2f}, and it costs more. {planned.describe()} "
            f"To buy it: accept_monthly_usd: {cost.usd:.2f}"
        )
    return planned, wrong


def _cheap(bought: Sequence[PlannedThroughput], region: str, prices: PriceBook, today: date) -> Iterator[str]:
    """A price of the settings below the known one may be a contract's, or a typing error that nobody would see."""
    for one in bought:
        given = one.settings
        known = monthly_cost(
            given.units,
            given.base_model_id or given.model_id,
            one.commitment,
            lambda item: prices.find(item, region, today),
        )
        if isinstance(known, MonthlyCost) and one.cost.usd < known.usd:
            yield (
                f"{BASE}.bedrock.provisioned ({given.name}): hourly_usd_per_unit is {one.cost.hourly_usd:g}, less than "
                f"the known price; without a contract that says so it costs {known.describe()}"
            )


def _looked(given: LookedUpSettings | None, today: date) -> Looked | None:
    return None if given is None else Looked(_day(given.day, "looked_up.day", today), given.source)


def _day(given: str | None, name: str, today: date) -> date:
    """A day that has been; the one of the plan by default.

    Raises:
        ValueError: It does not exist, or is still to come.
    """
    path = f"{BASE}.bedrock.provisioned[].{name}"
    try:
        day = today if given is None else date.fromisoformat(given)
    except ValueError:
        refuse(path, given, "a day that exists, such as 2026-11-26")
    if day > today:
        refuse(path, given, f"a day that has been; today is {today}")
    return day
