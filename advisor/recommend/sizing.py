"""The sizes of a pattern that are worth a simulation, from the smallest that could do on."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from advisor.recommend.assumptions import Assumption, measure_of
from advisor.recommend.environment_sizes import lambda_sizes, serverless_sizes
from advisor.recommend.models import FoundationModel, InstanceHost
from advisor.recommend.size import NoSizeError, Request, Sized
from advisor.simulation import (
    AsyncSetup,
    BedrockOnDemandSetup,
    BedrockProvisionedSetup,
    ComponentsSetup,
    RealtimeSetup,
    Tokens,
    Tracking,
)
from domain.advice.throughput import instances_for, invocations_per_minute, units_for
from domain.patterns import Pattern

BUSY_SHARE: Final = 0.7
"""Share of what an instance can do at which one more is started: at 1 the queue has grown before the next is up."""
MOST_COPIES: Final = 100
"""What `inference.components.max_copies` takes."""
CLAUDE: Final = "anthropic.claude"
BURNDOWN: Final = "AWS names Claude's newer models with 5, others with 1; of a Claude the dearer is taken"
BACKLOG: Final = 5.0
"""Requests that wait for an asynchronous instance before one more is started, as in AWS's examples."""
SPARE: Final = (1.0, 1.5, 2.0)
"""Instances by what the busiest half minute needs: what queues at 1 does not at 1.5."""


def sizes_of(pattern: Pattern, request: Request) -> tuple[Sized, ...]:
    """The sizes to try, in the order of what they cost; no two the same.

    Raises:
        NoSizeError: The quotas are too small, or a figure is not known that nobody may invent.
    """
    return tuple(_distinct(_BY_PATTERN[pattern](request)))


def _distinct(sizes: Iterator[Sized]) -> Iterator[Sized]:
    seen: list[Any] = []
    for sized in sizes:
        if sized.setup not in seen:
            seen.append(sized.setup)
            yield sized


def _ranges(request: Request, host: InstanceHost, per_unit: float, most: int, fewest: int) -> Iterator[tuple[int, int]]:
    """Fewest and most units, from following the traffic to as many as a burst needs, always."""
    load, headroom = request.load, request.workload.headroom
    high = max(1, instances_for(load.burst_rps, per_unit, headroom))
    if high > most:
        each = f"{per_unit:,.1f} requests/s each ({host.type}, {request.timing.mean_s * 1000:,.0f} ms on average)"
        raise NoSizeError(f"{load.burst_rps:,.1f} requests/s need {high:,} at {each}; the quota allows {most:,}")
    yield fewest, high
    for rate in (load.average_rps, load.peak_rps):
        yield min(high, max(1, instances_for(rate, per_unit, headroom))), high
    for spare in SPARE:
        count = round(high * spare + 0.499)
        if count <= most:
            yield count, count


def _tracking(per_unit: float) -> Tracking:
    return Tracking.invocations(invocations_per_minute(per_unit * BUSY_SHARE))


def _realtime(request: Request) -> Iterator[Sized]:
    host = request.own.instance
    each = host.concurrency / request.timing.mean_s
    for low, high in _ranges(request, host, each, host.most, 1):
        tracking = _tracking(each) if high > low else None
        setup = RealtimeSetup(
            service=request.service, instances=low, concurrency=host.concurrency, minimum=low, maximum=high,
            tracking=tracking, provisioning_s=host.start_s,
        )  # fmt: skip
        yield Sized(setup, {"instances": _span(low, high), "type": host.type}, high * each)


def _components(request: Request) -> Iterator[Sized]:
    host = request.own.instance
    each = host.concurrency / request.timing.mean_s
    for low, high in _ranges(request, host, each, min(MOST_COPIES, host.most * host.copies), 0):
        tracking = _tracking(each) if high > low else None
        setup = ComponentsSetup(
            service=request.service, copies=max(low, 1), concurrency=host.concurrency, minimum=low, maximum=high,
            tracking=tracking, copies_per_instance=host.copies, provisioning_s=host.start_s, wake_s=host.wake_s,
        )  # fmt: skip
        yield Sized(setup, {"copies": _span(low, high), "type": host.type}, high * each)


def _asynchronous(request: Request) -> Iterator[Sized]:
    host = request.own.instance
    each = host.concurrency / request.timing.mean_s
    for low, high in _ranges(request, host, each, host.most, 0):
        setup = AsyncSetup(
            service=request.service, instances=low, concurrency=host.concurrency, minimum=low, maximum=high,
            tracking=Tracking.backlog(BACKLOG) if high > low else None,
            provisioning_s=host.start_s, wake_s=host.start_s,
        )  # fmt: skip
        yield Sized(setup, {"instances": _span(low, high), "type": host.type}, high * each)


def _bedrock_on_demand(request: Request) -> Iterator[Sized]:
    model = request.foundation
    if model.requests_per_minute is None or model.tokens_per_minute is None:
        raise NoSizeError(
            "the account's quotas are not known: give model.foundation.requests_per_minute and tokens_per_minute "
            "(Service Quotas, Amazon Bedrock)"
        )
    most, burndown, assumptions = _counting(model)
    setup = BedrockOnDemandSetup(
        service=request.service, tokens=Tokens(model.input_tokens, model.output_tokens),
        tokens_per_minute=model.tokens_per_minute, requests_per_minute=model.requests_per_minute,
        max_tokens=most, burndown=burndown,
    )  # fmt: skip
    size = {"requests/min": model.requests_per_minute, "tokens/min": model.tokens_per_minute}
    counted = model.input_tokens + model.output_tokens * burndown
    capacity = min(model.requests_per_minute, model.tokens_per_minute / counted) / 60
    yield Sized(setup, size, capacity, assumptions)


def _counting(model: FoundationModel) -> tuple[int, float, tuple[Assumption, ...]]:
    """How a call counts against the quota: what it reserves, and what a token of its answer takes."""
    guessed = {
        "max_tokens": (math.ceil(model.output_tokens), "as if calls asked for no more than they get"),
        "burndown": (5.0 if CLAUDE in model.model_id else 1.0, BURNDOWN),
    }
    assumptions = tuple(
        Assumption(f"model.foundation.{name}", value, source, measure_of(FoundationModel, name))
        for name, (value, source) in guessed.items()
        if getattr(model, name) is None
    )
    return model.max_tokens or int(guessed["max_tokens"][0]), model.burndown or guessed["burndown"][0], assumptions


def _bedrock_provisioned(request: Request) -> Iterator[Sized]:
    model = request.foundation
    if model.tokens_per_minute_per_unit is None:
        raise NoSizeError(
            "what a model unit does is not known: AWS publishes it for no model; give "
            "model.foundation.tokens_per_minute_per_unit (ask the account team, or measure one unit without commitment)"
        )
    tokens, each = model.input_tokens + model.output_tokens, model.tokens_per_minute_per_unit
    rates = (request.load.peak_rps, request.load.burst_rps)
    wanted = [max(1, units_for(rate * 60 * tokens, each, request.workload.headroom)) for rate in rates]
    if wanted[0] > model.most_units:
        raise NoSizeError(
            f"{rates[0] * 60 * tokens:,.0f} tokens/min need {wanted[0]:,} model units at {each:,} each; "
            f"model.foundation.most_units is {model.most_units:,}"
        )
    for units in wanted:
        if units <= model.most_units:
            setup = BedrockProvisionedSetup(
                service=request.service, tokens=Tokens(model.input_tokens, model.output_tokens), units=units,
                tokens_per_minute_per_unit=each,
            )  # fmt: skip
            size = {"model units": units, "commitment": model.commitment or "none"}
            yield Sized(setup, size, units * each / tokens / 60)


def _span(low: int, high: int) -> str:
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


_BY_PATTERN: Final[Mapping[Pattern, Callable[[Request], Iterator[Sized]]]] = {
    Pattern.LAMBDA_ON_DEMAND: lambda_sizes,
    Pattern.SAGEMAKER_SERVERLESS: serverless_sizes,
    Pattern.SAGEMAKER_REALTIME: _realtime,
    Pattern.INFERENCE_COMPONENTS: _components,
    Pattern.SAGEMAKER_ASYNC: _asynchronous,
    Pattern.BEDROCK_ON_DEMAND: _bedrock_on_demand,
    Pattern.BEDROCK_PROVISIONED: _bedrock_provisioned,
}
