"""The settings of one pattern: what the inference, prediction and capacity themes take from its size."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from advisor.recommend.candidates import Candidate
from advisor.recommend.load import Load
from advisor.recommend.models import LambdaHost
from advisor.recommend.workload import Workload
from advisor.simulation import BedrockProvisionedSetup, ComponentsSetup, LambdaSetup, RealtimeSetup, ServerlessSetup
from domain.bedrock.models import sold_id
from domain.patterns import Pattern
from domain.prediction.limits import GATEWAY_TIMEOUT_S

UNRESERVED: Final = 100
"""Of an account's concurrency, what no function may set aside:
https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html"""
SHARED: Final = (
    "prediction_api.function.reserved_concurrency is 0: of the account's {:,} no part can be set aside for it, so any "
    "other function can take its place."
)
CACHE_MB: Final = 384
"""Of `prediction_api.function.cache_mb`, which may take half of the memory."""
PLAN: Final = 10
"""Of `prediction_api.usage_plan`: requests at one time, and a second."""
BUILT_FOR: Final = "arm64"
EVERY_MIDNIGHT: Final = "cron(0 0 * * ? *)"


@dataclass(frozen=True)
class PatternSettings:
    """What one pattern needs.

    Attributes:
        values: By theme.
        acknowledge: What a person has to accept in so many words.
        notes: What these settings cannot say.
    """

    values: Mapping[str, Any]
    acknowledge: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def pattern_settings(workload: Workload, item: Candidate, load: Load) -> PatternSettings:
    """The settings of a pattern that was simulated: they deploy that size.

    Args:
        workload: The model, and the name of what is made.
        item: With its size.
        load: What comes, for what an API lets in.

    Raises:
        ValueError: It was not simulated.
    """
    return _BY_PATTERN[item.pattern](workload, item, load)


def _inference(unit: str, values: Mapping[str, Any], *notes: str) -> PatternSettings:
    return PatternSettings({"inference": {"enabled": True, unit: {"enabled": True, **values}}}, (), notes)


def _realtime(workload: Workload, item: Candidate, _: Load) -> PatternSettings:
    setup: RealtimeSetup = _setup(item)
    own = workload.model.own
    values: dict[str, Any] = {"instance_type": own.instance.type if own else ""}
    values |= {"min_instances": setup.minimum or setup.instances, "max_instances": setup.maximum or setup.instances}
    if setup.tracking is not None:
        values["invocations_per_instance_per_minute"] = _target(setup.tracking.target)
    return _inference("realtime", values)


def _serverless(workload: Workload, item: Candidate, _: Load) -> PatternSettings:
    setup: ServerlessSetup = _setup(item)
    own = workload.model.own
    values: dict[str, Any] = {"memory_size_in_mb": own.serverless.memory_mb if own else 0}
    values |= {"max_concurrency": setup.limit, "provisioned_concurrency": setup.provisioned}
    return _inference("serverless", values)


def _components(workload: Workload, item: Candidate, _: Load) -> PatternSettings:
    setup: ComponentsSetup = _setup(item)
    own = workload.model.own
    copies = max(1, setup.maximum)
    values: dict[str, Any] = {"instance_type": own.instance.type if own else "", "max_copies": copies}
    values["max_instances"] = max(1, math.ceil(copies / setup.copies_per_instance))
    if setup.tracking is not None:
        values["invocations_per_copy_per_minute"] = _target(setup.tracking.target)
    found = _inference("components", values)
    return _with_floor(found, setup.minimum, copies) if setup.minimum else found


def _with_floor(found: PatternSettings, least: int, most: int) -> PatternSettings:
    """The theme's components go down to none; a lower bound is set by the clock, and stays from its first firing on."""
    floor = {"name": "floor", "cron": EVERY_MIDNIGHT, "timezone": "UTC", "min": least, "max": most}
    capacity = {"enabled": True, "components": {"schedules": [floor]}}
    note = f"inference.components goes down to no copy until capacity.components.schedules keeps {least}: 00:00 UTC."
    return PatternSettings({**found.values, "capacity": capacity}, (), (note,))


def _function(workload: Workload, item: Candidate, load: Load) -> PatternSettings:
    setup: LambdaSetup = _setup(item)
    own = workload.model.own
    host = own.function if own else LambdaHost()
    latency_ms = round(min(workload.target_p99_ms, 1000.0 * GATEWAY_TIMEOUT_S))
    rate = load.burst_rps * (1 + workload.headroom)
    reserved = max(setup.limit, math.ceil(rate * latency_ms / 1000))
    notes = [SHARED.format(host.concurrency)] if reserved > host.concurrency - UNRESERVED else []
    reserved = 0 if notes else reserved
    function: dict[str, Any] = {"memory_mb": host.memory_mb, "timeout_seconds": round(setup.time_limit_s)}
    function["reserved_concurrency"] = reserved
    if host.memory_mb < 2 * CACHE_MB:
        function["cache_mb"] = host.memory_mb // 2
    if setup.provisioned:
        function |= {"provisioned_concurrency": setup.provisioned, "max_provisioned_concurrency": setup.provisioned}
    values: dict[str, Any] = {"enabled": True, "model": short_name(workload.name), "function": function}
    per_second = reserved * 1000 / latency_ms if reserved else max(50.0, 2 * rate)
    values |= _let_in(per_second, min(5000, reserved or setup.limit))
    values["slo"] = {"latency_ms": latency_ms}
    if host.architecture != BUILT_FOR:
        notes.append(f"The functions of this program are built for {BUILT_FOR}, not for {host.architecture}.")
    return PatternSettings({"prediction_api": values}, (), tuple(notes))


def _let_in(per_second: float, burst: int) -> dict[str, Any]:
    """What the API lets in: as much as the function can work on. A caller's plan may not have more than that."""
    most = {"requests_per_second": min(10_000.0, math.floor(100 * per_second) / 100), "burst": burst}
    plan = {name: value for name, value in most.items() if value < PLAN}
    return {"throttle": most} | ({"usage_plan": plan} if plan else {})


def _profile(workload: Workload, item: Candidate, _: Load) -> PatternSettings:
    del item
    model = workload.model.foundation
    profile = {"name": short_name(workload.name), "source": model.model_id if model else ""}
    return PatternSettings({"capacity": {"enabled": True, "bedrock": {"profiles": [profile]}}})


def _units(workload: Workload, item: Candidate, _: Load) -> PatternSettings:
    setup: BedrockProvisionedSetup = _setup(item)
    model = workload.model.foundation
    model_id = sold_id(model.model_id) if model else ""
    unit: dict[str, Any] = {"name": short_name(workload.name), "model_id": model_id}
    unit["units"] = setup.units
    if model is not None and model.commitment is not None:
        unit["commitment"] = model.commitment
    accept = math.ceil(item.monthly_usd or 0.0)
    text = f"capacity.bedrock.provisioned[0].accept_monthly_usd: {accept}"
    return PatternSettings({"capacity": {"enabled": True, "bedrock": {"provisioned": [unit]}}}, (text,))


def _target(calls: float) -> int:
    """Calls a minute as the settings take them."""
    return min(1_000_000, max(1, int(calls)))


def short_name(name: str) -> str:
    """A name that both themes take."""
    return name[:32].strip("-")


def _setup(item: Candidate) -> Any:
    if item.sized is None:
        raise ValueError(f"{item.pattern} was not simulated; accepted: candidates that fit")
    return item.sized.setup


_BY_PATTERN: Final[Mapping[Pattern, Callable[[Workload, Candidate, Load], PatternSettings]]] = {
    Pattern.SAGEMAKER_REALTIME: _realtime,
    Pattern.SAGEMAKER_SERVERLESS: _serverless,
    Pattern.INFERENCE_COMPONENTS: _components,
    Pattern.LAMBDA_ON_DEMAND: _function,
    Pattern.BEDROCK_ON_DEMAND: _profile,
    Pattern.BEDROCK_PROVISIONED: _units,
}
