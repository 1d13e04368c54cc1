"""SageMaker endpoints: an endpoint, its configuration, its variants, and what scales each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from advisor.costing.capacity import Bounds, Timeline, added, steady, targets_of, timeline_of
from advisor.costing.charges import Charge, Free, Pricer
from advisor.costing.components import components_on
from advisor.costing.context import Context
from advisor.costing.units import SECONDS_PER_MONTH, month_hours
from advisor.errors import NotKnownError
from advisor.spread import NOTHING, Spread
from advisor.stack.properties import Properties
from advisor.stack.resources import Resource
from advisor.usage.sections import EndpointUsage, ServerlessUsage
from domain.pricing import KB_PER_GB

CONFIGURATION: Final = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
INSTANCES: Final = "sagemaker:variant:DesiredInstanceCount"
CONCURRENCY: Final = "sagemaker:variant:DesiredProvisionedConcurrency"

DEFAULT_VOLUME_GB: Final = Spread(0, 30, 30)
"""What each instance gets when no size is asked for: 30 GB, or nothing where it has a disk of its own.
https://docs.aws.amazon.com/sagemaker/latest/dg/large-model-inference-hosting.html"""


def endpoint(resource: Resource, context: Context) -> Iterator[Charge | Free]:
    """What an endpoint costs: each variant by its kind, and the data that goes through it."""
    configuration = context.source_of(resource, "endpointConfigName", CONFIGURATION, "name")
    if configuration is None:
        raise NotKnownError("its endpoint configuration is not in the stack")
    properties = configuration.properties
    asynchronous = properties.has("asyncInferenceConfig")
    on_instances = False
    for variant in (*properties.children("productionVariants"), *properties.children("shadowProductionVariants")):
        if variant.has("serverlessConfig"):
            yield from _serverless(resource, variant, context)
        else:
            on_instances = True
            yield from _instances(resource, variant, context, asynchronous=asynchronous)
    if on_instances:
        usage = context.usage.of(EndpointUsage, resource.name)
        yield from _data(usage.requests, usage.request_kb, usage.response_kb)


def _instances(
    resource: Resource, variant: Properties, context: Context, *, asynchronous: bool
) -> Iterator[Charge | Free]:
    usage = context.usage.of(EndpointUsage, resource.name)
    kind = variant.required_text("instanceType")
    timeline = _instance_timeline(resource, variant, context)
    sleeps = asynchronous or variant.has("managedInstanceScaling")
    instances = timeline.average(usage.awake_share if sleeps else usage.scaling_share)
    label = variant.text("variantName", "variant")
    yield Charge(f"{kind} of variant {label}", f"sagemaker.hosting/{kind}", month_hours(instances))
    volume = variant.number("volumeSizeInGb")
    size = DEFAULT_VOLUME_GB if volume is None else Spread.exactly(volume)
    yield Charge(f"volumes of variant {label}", "sagemaker.storage/gp2", instances * size)


def _instance_timeline(resource: Resource, variant: Properties, context: Context) -> Timeline:
    """Instances through the year. Managed scaling follows the components' copies, else a target or nothing scales."""
    managed = variant.child("managedInstanceScaling")
    if managed is not None and managed.text("status", "ENABLED") == "ENABLED":
        least, most = managed.number("minInstanceCount", 1), managed.required_number("maxInstanceCount")
        copies = components_on(resource, context)
        if not copies:
            return steady(Bounds(least, max(least, most)), context.on)
        return added(copies).mapped(lambda held: _holding(held, Bounds(least, max(least, most))))
    return _scaled(resource, variant, INSTANCES, variant.number("initialInstanceCount", 1), context)


def _holding(copies: Bounds, instances: Bounds) -> Bounds:
    """The instances for so many copies: one at least for the first copy, and never more than there are copies."""
    low = instances.low if copies.low == 0 else max(instances.low, 1)
    return Bounds(min(low, instances.high), min(instances.high, max(instances.low, copies.high)))


def _serverless(resource: Resource, variant: Properties, context: Context) -> Iterator[Charge | Free]:
    usage = context.usage.of(ServerlessUsage, resource.name)
    config = variant.child("serverlessConfig")
    if config is None:
        return
    memory_gb = config.required_number("memorySizeInMb") / 1024
    billed = usage.duration_ms * (memory_gb / 1000)
    warm = config.number("provisionedConcurrency", 0)
    if warm:
        timeline = _scaled(resource, variant, CONCURRENCY, warm, context)
        kept = timeline.average(usage.scaling_share) * (memory_gb * SECONDS_PER_MONTH)
        yield Charge("provisioned concurrency", "sagemaker.serverless/provisioned", kept)
        yield Charge("duration, warm", "sagemaker.serverless/provisioned-duration", usage.requests * billed)
        yield Charge("duration above it", "sagemaker.serverless/duration", usage.spillover_requests * billed)
    else:
        yield Charge("duration", "sagemaker.serverless/duration", usage.requests * billed)
    requests = usage.requests + (usage.spillover_requests if warm else NOTHING)
    yield from _data(requests, usage.request_kb, usage.response_kb)


def _scaled(resource: Resource, variant: Properties, dimension: str, fixed: float, context: Context) -> Timeline:
    """The capacity of a variant: its target's, or fixed when nothing scales it."""
    name, variant_name = resource.properties.values.get("name"), variant.values.get("variantName")
    known = isinstance(name, str) and isinstance(variant_name, str)
    resource_id = f"endpoint/{name}/variant/{variant_name}" if known else None
    found = list(targets_of(resource_id, dimension, resource, context))
    if len(found) > 1:
        raise NotKnownError(f"{len(found)} scalable targets may be of variant {variant_name}: their ids are not known")
    return timeline_of(found[0], context) if found else steady(Bounds(fixed, fixed), context.on)


def _data(requests: Spread, request_kb: Spread, response_kb: Spread) -> Iterator[Charge]:
    yield Charge("data in", "sagemaker.data/in", requests * request_kb * (1 / KB_PER_GB))
    yield Charge("data out", "sagemaker.data/out", requests * response_kb * (1 / KB_PER_GB))


PRICERS: Final[Mapping[str, Pricer]] = {"aws:sagemaker/endpoint:Endpoint": endpoint}
