"""Rules over more than one setting of the capacity theme. What depends on the day is checked by ``capacity_plan``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from components.settings.capacity import CapacityScheduleSettings, LatencyScalingSettings, ScalingSettings
from components.settings.clash import Clash, Rule
from components.settings.stack import Settings
from domain.capacity.schedules import CapacitySchedule, outside
from domain.capacity.steps import LatencyStep, step_bounds

BASE: Final = "capacity"
ON: Final = f"{BASE}.enabled"
BURSTABLE: Final = "ml.t2."
"""Endpoints on it cannot be scaled: https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-add-console.html"""


def deployed(settings: Settings) -> Iterator[Clash]:
    """More policies need something that is scaled."""
    inference = settings.inference
    for name in settings.capacity.units():
        unit, path = getattr(inference, name), f"inference.{name}.enabled"
        if not (inference.enabled and unit.enabled):
            yield Clash(f"{BASE}.{name}", f"is set, but {path} is false; nothing is there to be scaled", (path, ON))
        elif name == "serverless" and not inference.serverless.provisioned_concurrency:
            path = "inference.serverless.provisioned_concurrency"
            yield Clash(f"{BASE}.{name}", f"is set, but {path} is 0: without it there is nothing to scale", (path, ON))


def concurrency(settings: Settings) -> Iterator[Clash]:
    """A serverless variant has no metric of the requests in flight."""
    unit = settings.capacity.serverless
    if unit is not None and unit.concurrent_requests is not None:
        yield Clash(
            f"{BASE}.serverless.concurrent_requests",
            f"is {unit.concurrent_requests:g}; accepted: none: provisioned concurrency is tracked by its utilization, "
            "inference.serverless.provisioned_utilization",
            (),
            "null",
        )


def latency_steps(settings: Settings) -> Iterator[Clash]:
    """Steps begin at the threshold, in order, and add more the larger the breach."""
    for path, unit in _scaled(settings):
        if unit.latency is not None:
            try:
                step_bounds(latency_steps_of(unit.latency))
            except ValueError as error:
                yield Clash(f"{path}.latency.steps", f"cannot be used: {error}")


def schedules(settings: Settings) -> Iterator[Clash]:
    """Schedules can be read, have names of their own, and stay within the bounds of what they move."""
    for path, unit in _scaled(settings):
        yield from _repeated(f"{path}.schedules", "name", [one.name for one in unit.schedules])
        for number, one in enumerate(unit.schedules):
            where = f"{path}.schedules[{number}]"
            try:
                found = schedule_of(one)
            except ValueError as error:
                yield Clash(where, f"cannot be used: {error}")
                continue
            least, most, read = _bounds(settings, path, unit)
            problem = outside(found, least, most)
            if problem is not None:
                yield Clash(where, f"does not fit: {problem}", read)


def one_clock(settings: Settings) -> Iterator[Clash]:
    """A unit follows one set of schedules."""
    for name in settings.capacity.scheduled_units():
        if name in settings.cost.schedules.units():
            other = f"cost.schedules.{name}"
            yield Clash(
                f"{BASE}.{name}.schedules",
                f"moves the bounds that {other} moves too; accepted: one of the two",
                (other, "cost.schedules.enabled", ON),
            )


def endpoints(settings: Settings) -> Iterator[Clash]:
    """Other endpoints: their bounds, their instances, and each variant once."""
    found = settings.capacity.endpoints
    yield from _repeated(f"{BASE}.endpoints", "name and variant", [f"{one.name}/{one.variant}" for one in found])
    for number, one in enumerate(found):
        path = f"{BASE}.endpoints[{number}]"
        if one.min > one.max:
            yield Clash(f"{path}.min", f"is {one.min}; accepted: 1 to max = {one.max}", (f"{path}.max",), str(one.max))
        if one.instance_type.startswith(BURSTABLE):
            yield Clash(
                f"{path}.instance_type",
                f"is {one.instance_type}, and burstable instances of this family cannot be scaled",
                (),
                "ml.m5.large",
            )


def bedrock(settings: Settings) -> Iterator[Clash]:
    """Names are unique, and a custom model names the one under it."""
    found, base = settings.capacity.bedrock, f"{BASE}.bedrock"
    yield from _repeated(f"{base}.provisioned", "name", [one.name for one in found.provisioned])
    yield from _repeated(f"{base}.profiles", "name", [one.name for one in found.profiles])
    for number, one in enumerate(found.provisioned):
        path = f"{base}.provisioned[{number}]"
        custom = one.model_id.startswith("arn:")
        if custom and one.base_model_id is None:
            yield Clash(
                f"{path}.base_model_id",
                "is missing; a custom model costs what the model under it costs, and ends with it",
                (f"{path}.model_id",),
                "amazon.nova-lite-v1:0",
            )
        elif not custom and one.base_model_id is not None:
            yield Clash(f"{path}.base_model_id", "is set for a foundation model; accepted: none", (f"{path}.model_id",))


def schedule_of(given: CapacityScheduleSettings) -> CapacitySchedule:
    """The schedule that a setting means.

    Raises:
        ValueError: It is none.
    """
    return CapacitySchedule(given.name, given.cron, given.timezone, given.min, given.max)


def latency_steps_of(given: LatencyScalingSettings) -> list[LatencyStep]:
    """The steps that a setting means."""
    return [LatencyStep(step.above_ms, step.add) for step in given.steps]


def _scaled(settings: Settings) -> Iterator[tuple[str, ScalingSettings]]:
    """Everything that the theme scales, with its path; also while the theme is off, for its settings are checked."""
    theme = settings.capacity
    for name in ("realtime", "components", "serverless"):
        unit = getattr(theme, name)
        if unit is not None:
            yield f"{BASE}.{name}", unit
    for number, endpoint in enumerate(theme.endpoints):
        yield f"{BASE}.endpoints[{number}]", endpoint


def _bounds(settings: Settings, path: str, unit: ScalingSettings) -> tuple[int, int, tuple[str, ...]]:
    """Least and most of what a path scales, and the settings that say so."""
    inference = settings.inference
    known: dict[str, tuple[int, int, tuple[str, ...]]] = {
        "realtime": (
            inference.realtime.min_instances,
            inference.realtime.max_instances,
            ("min_instances", "max_instances"),
        ),
        "components": (0, inference.components.max_copies, ("max_copies",)),
        "serverless": (
            inference.serverless.provisioned_concurrency,
            inference.serverless.max_concurrency,
            ("provisioned_concurrency", "max_concurrency"),
        ),
    }
    name = path.removeprefix(f"{BASE}.")
    if name in known:
        least, most, fields = known[name]
        return least, most, tuple(f"inference.{name}.{field}" for field in fields)
    return int(getattr(unit, "min")), int(getattr(unit, "max")), (f"{path}.min", f"{path}.max")  # noqa: B009


def _repeated(path: str, what: str, names: Sequence[str]) -> Iterator[Clash]:
    twice = sorted(name for name, count in Counter(names).items() if count > 1)
    if twice:
        yield Clash(path, f"has {', '.join(twice)} more than once; accepted: each {what} once")


RULES: tuple[Rule, ...] = (deployed, concurrency, latency_steps, schedules, one_clock, endpoints, bedrock)
