"""What of the capacity theme depends on the day, the Region and the whole stack, planned before the first resource."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from components.settings.capacity import LookedUpSettings, ProvisionedThroughputSettings, ScalingSettings
from components.settings.capacity_rules import schedule_of
from components.settings.model import SettingsModel
from components.settings.stack import Settings
from domain.bedrock.commitments import Commitment, MonthlyCost, accepted, commitment_of, end_of, monthly_cost
from domain.bedrock.lifecycle import Looked, Purchase, State, problems, verdict
from domain.capacity.lambda_plan import LambdaPlan, Taker, lambda_plan
from domain.capacity.schedules import meetings
from domain.pricing import PriceBook, Unpriced, parse_price_book

BASE = "capacity"
MODEL_UNITS = "An account has no model units at first: ask AWS Support for the quota before the deployment."
FOR_GOOD = "It cannot be cancelled: every hour until then is paid, and a deployment that deletes it is refused."


@dataclass(frozen=True)
class PlannedThroughput:
    """Model units that are bought.

    Attributes:
        settings: What was asked for.
        cost: What they cost.
        ends: The first day on which they can be deleted when they are bought on the day of the plan.
    """

    settings: ProvisionedThroughputSettings
    cost: MonthlyCost
    ends: date

    @property
    def commitment(self) -> Commitment:
        """For how long."""
        return commitment_of(self.settings.commitment)

    def describe(self) -> str:
        """What somebody should read before it is bought."""
        said = f"{self.settings.name}: {self.cost.describe()}."
        if self.commitment is not Commitment.NONE:
            said += f" Committed until {self.ends} when bought today. {FOR_GOOD}"
        return f"{said} {MODEL_UNITS}"


@dataclass(frozen=True)
class CapacityPlan:
    """The plan of a stack.

    Attributes:
        throughput: What is bought of Bedrock.
        functions: How the account's Lambda concurrency is divided.
    """

    throughput: tuple[PlannedThroughput, ...]
    functions: LambdaPlan


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
    found = [*_meetings(settings, today), *_profiles(settings, today)]
    if functions.problem is not None:
        found.append(f"{BASE}.lambda_concurrency: {functions.problem}")
    prices = book or parse_price_book(files("domain").joinpath("prices.json").read_text("utf-8"))
    bought = []
    for number, one in enumerate(theme.bedrock.provisioned):
        planned, wrong = _throughput(one, region, today, prices)
        found += [f"{BASE}.bedrock.provisioned[{number}] ({one.name}): {problem}" for problem in wrong]
        bought += [planned] if planned is not None else []
    if found:
        raise ValueError("\n".join(found))
    return CapacityPlan(tuple(bought), functions)


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


def _profiles(settings: Settings, today: date) -> Iterator[str]:
    """A profile over a model that is gone, or about to be, serves nobody."""
    for number, one in enumerate(settings.capacity.bedrock.profiles):
        judged = verdict(one.source, today, _looked(one.looked_up))
        if judged.state is not State.ACTIVE:
            where = f"{BASE}.bedrock.profiles[{number}] ({one.name})"
            yield f"{where}: {one.source} {judged.reason}; accepted: active models"


def _throughput(
    one: ProvisionedThroughputSettings, region: str, today: date, prices: PriceBook
) -> tuple[PlannedThroughput | None, Sequence[str]]:
    commitment = commitment_of(one.commitment)
    wanted = Purchase(one.model_id, region, commitment, one.base_model_id)
    wrong = list(problems(wanted, today, _looked(one.looked_up)))
    cost = monthly_cost(
        one.units,
        one.base_model_id or one.model_id,
        commitment,
        lambda item: prices.find(item, region, today),
        one.hourly_usd_per_unit,
    )
    if isinstance(cost, Unpriced):
        return None, [*wrong, f"{cost.describe()}; set hourly_usd_per_unit to what AWS says"]
    planned = PlannedThroughput(one, cost, end_of(today, commitment))
    if not accepted(cost, one.accept_monthly_usd):
        wrong.append(
            f"accept_monthly_usd is {one.accept_monthly_usd:,.2f}, and it costs more. {planned.describe()} "
            f"To buy it: accept_monthly_usd: {cost.usd:.2f}"
        )
    return planned, wrong


def _looked(given: LookedUpSettings | None) -> Looked | None:
    if given is None:
        return None
    try:
        return Looked(date.fromisoformat(given.on), given.source)
    except ValueError as error:
        raise ValueError(f"{BASE}.bedrock, looked_up.on: {given.on!r} is no day that exists") from error
