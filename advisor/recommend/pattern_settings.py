"""The settings of one pattern: what the inference, prediction and capacity themes take from its size."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from advisor.recommend.candidates import Candidate
from advisor.recommend.workload import Workload
from advisor.simulation import BedrockProvisionedSetup, ComponentsSetup, LambdaSetup, RealtimeSetup, ServerlessSetup
from domain.advice.throughput import concurrency_for
from domain.patterns import Pattern


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


def pattern_settings(workload: Workload, item: Candidate) -> PatternSettings:
    """The settings of a pattern that was simulated.

    Args:
        workload: The model, and the name of what is made.
        item: With its size.

    Raises:
        ValueError: It was not simulated.
    """
    return _BY_PATTERN[item.pattern](workload, item)


def _inference(unit: str, values: Mapping[str, Any], *notes: str) -> PatternSettings:
    return PatternSettings({"inference": {"enabled": True, unit: {"enabled": True, **values}}}, (), notes)


def _realtime(workload: Workload, item: Candidate) -> PatternSettings:
    setup: RealtimeSetup = _setup(item)
    own = workload.model.own
    values: dict[str, Any] = {"instance_type": own.instance.type if own else ""}
    values |= {"min_instances": setup.minimum or setup.instances, "max_instances": setup.maximum or setup.instances}
    if setup.tracking is not None:
        values["invocations_per_instance_per_minute"] = max(1, int(setup.tracking.target))
    return _inference("realtime", values)


def _serverless(workload: Workload, item: Candidate) -> PatternSettings:
    setup: ServerlessSetup = _setup(item)
    own = workload.model.own
    values: dict[str, Any] = {"memory_size_in_mb": own.serverless.memory_mb if own else 0}
    values |= {"max_concurrency": setup.limit, "provisioned_concurrency": setup.provisioned}
    return _inference("serverless", values)


def _components(workload: Workload, item: Candidate) -> PatternSettings:
    setup: ComponentsSetup = _setup(item)
    own = workload.model.own
    copies = max(1, setup.maximum)
    values: dict[str, Any] = {"instance_type": own.instance.type if own else "", "max_copies": copies}
    values["max_instances"] = max(1, math.ceil(copies / setup.copies_per_instance))
    if setup.tracking is not None:
        values["invocations_per_copy_per_minute"] = max(1, int(setup.tracking.target))
    kept = f"inference.components goes down to no copy; {setup.minimum} are advised: capacity.components.schedules"
    return _inference("components", values, *([f"{kept} sets a lower bound by the clock"] if setup.minimum else []))


def _function(workload: Workload, item: Candidate) -> PatternSettings:
    setup: LambdaSetup = _setup(item)
    own, outcome, timing = workload.model.own, item.outcome, item.timing
    rate = item.sized.capacity_rps if item.sized else 0.0
    longest = (timing.mean_s if timing else 0.0) + ((timing.cold_start_ms or 0.0) / 1000 if timing else 0.0)
    busiest = float(outcome.simulated.timeline.in_use.max()) if outcome is not None else 1.0
    reserved = max(25, concurrency_for(max(busiest, 1.0), 1.0, workload.headroom))
    function: dict[str, Any] = {
        "memory_mb": max(256, own.function.memory_mb if own else 0),
        "timeout_seconds": min(29, max(3, math.ceil(3 * longest))),
        "reserved_concurrency": min(setup.limit, reserved, 10_000),
    }
    if setup.provisioned:
        function["provisioned_concurrency"] = min(1000, setup.provisioned)
    values: dict[str, Any] = {"enabled": True, "model": short_name(workload.name), "function": function}
    per_second = min(10_000.0, max(50.0, round(min(rate, function["reserved_concurrency"] / max(longest, 0.001)), 1)))
    values["throttle"] = {"requests_per_second": per_second, "burst": min(20, function["reserved_concurrency"])}
    return PatternSettings({"prediction_api": values})


def _profile(workload: Workload, item: Candidate) -> PatternSettings:
    del item
    model = workload.model.foundation
    profile = {"name": short_name(workload.name), "source": model.model_id if model else ""}
    return PatternSettings({"capacity": {"enabled": True, "bedrock": {"profiles": [profile]}}})


def _units(workload: Workload, item: Candidate) -> PatternSettings:
    setup: BedrockProvisionedSetup = _setup(item)
    model = workload.model.foundation
    unit: dict[str, Any] = {"name": short_name(workload.name), "model_id": model.model_id if model else ""}
    unit["units"] = setup.units
    if model is not None and model.commitment is not None:
        unit["commitment"] = model.commitment
    accept = math.ceil(item.monthly_usd or 0.0)
    text = f"capacity.bedrock.provisioned[0].accept_monthly_usd: {accept}"
    return PatternSettings({"capacity": {"enabled": True, "bedrock": {"provisioned": [unit]}}}, (text,))


def short_name(name: str) -> str:
    """A name that both themes take."""
    return name[:32].strip("-")


def _setup(item: Candidate) -> Any:
    if item.sized is None:
        raise ValueError(f"{item.pattern} was not simulated; accepted: candidates that fit")
    return item.sized.setup


_BY_PATTERN: Final[Mapping[Pattern, Callable[[Workload, Candidate], PatternSettings]]] = {
    Pattern.SAGEMAKER_REALTIME: _realtime,
    Pattern.SAGEMAKER_SERVERLESS: _serverless,
    Pattern.INFERENCE_COMPONENTS: _components,
    Pattern.LAMBDA_ON_DEMAND: _function,
    Pattern.BEDROCK_ON_DEMAND: _profile,
    Pattern.BEDROCK_PROVISIONED: _units,
}
