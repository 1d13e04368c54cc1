"""Lambda functions and what is kept warm of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final

from advisor.costing.capacity import Bounds, Timeline, steady, targets_of, timeline_of
from advisor.costing.charges import Charge, Free, Pricer
from advisor.costing.context import Context
from advisor.costing.units import SECONDS_PER_MONTH
from advisor.errors import NotKnownError
from advisor.spread import NOTHING, Spread
from advisor.stack.resources import Resource
from advisor.usage.sections import FunctionUsage

FUNCTION: Final = "aws:lambda/function:Function"
ALIAS: Final = "aws:lambda/alias:Alias"
WARM: Final = "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig"
CONCURRENCY: Final = "lambda:function:ProvisionedConcurrency"
ARCHITECTURES: Final = ("x86_64", "arm64")
DEFAULT_MEMORY_MB: Final = 128
FREE_STORAGE_MB: Final = 512
"""Below it the file system of a function is part of its price: https://aws.amazon.com/lambda/pricing/"""

LOOKS: Final = "LOOKS_PER_MINUTE"
"""The variable of the keeper of a lease that has how often it looks; it runs all the time, between its looks too."""
LEASE_RULES: Final = "LEASE_RULES"
MINUTE_MS: Final = 60_000
LAST_LOOK_MS: Final = Spread(200, 1_000, 5_000)
"""What the last look of a minute takes, in milliseconds."""
LOOK_RULES: Final = "RULES"
"""The variable of the switch's look that has its rules, and in them the patterns."""
LOOKED_AT: Final = 5
"""Metrics that a look asks for of each pattern: requests, errors, two percentiles, and the capacity in use."""


def function(resource: Resource, context: Context) -> Iterator[Charge | Free]:
    """What a function costs by its usage: requests, duration, traces and custom metrics."""
    usage = _usage(resource, context)
    warm = is_declared_warm(resource, context) or any(_targets(resource, context))
    requests = usage.requests + (usage.spillover_requests if warm else NOTHING)
    yield Charge("requests", "lambda/requests", requests)
    yield Charge("custom metrics", "cloudwatch/metric", usage.custom_metrics)
    patterns = _looked_at(resource)
    if patterns:
        yield Charge("metrics that it reads", "cloudwatch/metric-read", requests * (LOOKED_AT * patterns))
    tracing = resource.properties.child("tracingConfig")
    if tracing is not None and tracing.text("mode") == "Active":
        yield Charge("traces", "xray/trace", requests * usage.traced_share)
    architecture = _architecture(resource)
    memory_gb = _memory_gb(resource)
    seconds = usage.duration_ms * (1 / 1000)
    if warm:
        item = f"lambda/provisioned-duration/{architecture}"
        yield Charge("duration, warm", item, usage.requests * seconds * memory_gb)
        above = usage.spillover_requests * seconds * memory_gb
        yield Charge("duration above it", f"lambda/duration/{architecture}", above)
    else:
        yield Charge("duration", f"lambda/duration/{architecture}", requests * seconds * memory_gb)
    storage = resource.properties.child("ephemeralStorage")
    extra_mb = max(0.0, (storage.number("size", 0) if storage is not None else 0) - FREE_STORAGE_MB)
    yield Charge("storage above 512 MB", "lambda/ephemeral-storage", requests * seconds * (extra_mb / 1024))


def _usage(function: Resource, context: Context) -> FunctionUsage:
    """What is used of a function: what its file says, and of a keeper that is in no file what its looks say."""
    found = context.usage.of(FunctionUsage, function.name)
    looks = _looks_a_minute(function)
    if looks is None or found != context.usage.function:
        return found
    duration = LAST_LOOK_MS + Spread.exactly(MINUTE_MS * (looks - 1) / looks)
    minutes = Spread.exactly(SECONDS_PER_MONTH / 60)
    return found.model_copy(update={"requests": minutes, "duration_ms": duration})


def provisioned(resource: Resource, context: Context) -> Iterator[Charge | Free]:
    """What is kept warm, by the second, whether it is used or not."""
    properties = resource.properties
    owner = context.source_of(resource, "functionName", FUNCTION, "name")
    if owner is None:
        raise NotKnownError("its function is not in the stack, so its memory is not known")
    name, qualifier = properties.values.get("functionName"), properties.values.get("qualifier")
    known = isinstance(name, str) and isinstance(qualifier, str)
    # An id that is not known yet takes its value from the function, not from this resource.
    found = list(targets_of(f"function:{name}:{qualifier}" if known else None, CONCURRENCY, owner, context))
    if len(found) > 1:
        raise NotKnownError(f"{len(found)} scalable targets may be of {resource.name}: their ids are not known")
    fixed = properties.required_number("provisionedConcurrentExecutions")
    yield kept(owner, timeline_of(found[0], context) if found else steady(Bounds(fixed, fixed), context.on), context)


def kept(owner: Resource, capacity: Timeline, context: Context) -> Charge:
    """What is kept warm of a function between these bounds."""
    warm = capacity.average(context.usage.of(FunctionUsage, owner.name).scaling_share)
    quantity = warm * (_memory_gb(owner) * SECONDS_PER_MONTH)
    return Charge("provisioned concurrency", f"lambda/provisioned/{_architecture(owner)}", quantity)


def is_declared_warm(owner: Resource, context: Context) -> bool:
    """Whether a resource of the stack keeps the function warm; without one a scalable target alone may do so."""
    return any(context.holding(WARM, "functionName", owner.properties.values.get("name"), owner))


def _targets(owner: Resource, context: Context) -> Iterator[Resource]:
    """The scalable targets of the function's aliases."""
    name = owner.properties.values.get("name")
    for alias in context.holding(ALIAS, "functionName", name, owner):
        qualifier = alias.properties.values.get("name")
        if isinstance(name, str) and isinstance(qualifier, str):
            yield from targets_of(f"function:{name}:{qualifier}", CONCURRENCY, alias, context)
    yield from targets_of(None, CONCURRENCY, owner, context)


def _variable(function: Resource, name: str) -> object:
    """A variable of its environment; ``None`` when it has none of that name."""
    environment = function.properties.values.get("environment")
    variables = environment.get("variables") if isinstance(environment, Mapping) else None
    return variables.get(name) if isinstance(variables, Mapping) else None


def _looks_a_minute(function: Resource) -> int | None:
    """How often the keeper of a lease looks; ``None`` for every other function."""
    looks = _variable(function, LOOKS)
    known = isinstance(looks, str) and looks.isdecimal() and int(looks) > 0
    return int(str(looks)) if known and _variable(function, LEASE_RULES) is not None else None


def _looked_at(function: Resource) -> int:
    """How many patterns a function looks at: 0 for all but the switch's look."""
    rules = _variable(function, LOOK_RULES)
    try:
        found = json.loads(rules) if isinstance(rules, str) else None
    except ValueError:
        return 0  # somebody else's variable of that name
    order = found.get("order") if isinstance(found, dict) else None
    return len(order) if isinstance(order, list) else 0


def _memory_gb(function: Resource) -> float:
    return function.properties.number("memorySize", DEFAULT_MEMORY_MB) / 1024


def _architecture(function: Resource) -> str:
    found = function.properties.elements("architectures") or ["x86_64"]
    if found[0] not in ARCHITECTURES:
        raise NotKnownError(f"architectures = {found} cannot be priced; accepted: {' or '.join(ARCHITECTURES)}")
    return str(found[0])


PRICERS: Final[Mapping[str, Pricer]] = {FUNCTION: function, WARM: provisioned}
