"""Makes the files that Pulumi writes, and price books, for the tests of the estimates."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from advisor.costing.items import unit_of
from advisor.stack.resources import Resource, read_stack
from domain.pricing import Price, PriceBook, Unpriced

UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
DAY = date(2026, 11, 26)
PROJECT = "inference-platform"
DEFAULT_PROVIDER = f"urn:pulumi:prod::{PROJECT}::pulumi:providers:aws::default_7_51_1"


@dataclass(frozen=True)
class FlatPrices(PriceBook):
    """Every item costs the same, but for those that are missing."""

    prices: tuple[Price, ...] = ()
    usd: float = 1.0
    missing: frozenset[str] = frozenset()

    def find(self, item: str, region: str, on: date) -> Price | Unpriced:
        if item in self.missing:
            return Unpriced(item, region, "no price is known")
        return Price(item, region, unit_of(item), self.usd, "a test", on)


def urn(token: str, name: str, theme: str = "inference", stack: str = "prod") -> str:
    parents = f"{PROJECT}:platform:Platform${PROJECT}:{theme}:Part"
    return f"urn:pulumi:{stack}::{PROJECT}::{parents}${token}::{name}"


def state(
    token: str,
    name: str,
    inputs: Mapping[str, Any] | None = None,
    *,
    theme: str = "inference",
    stack: str = "prod",
    links: Mapping[str, list[str]] | None = None,
    provider: str = DEFAULT_PROVIDER,
) -> dict[str, Any]:
    return {
        "urn": urn(token, name, theme, stack),
        "custom": True,
        "type": token,
        "inputs": dict(inputs or {}),
        "provider": f"{provider}::id",
        "propertyDependencies": dict(links or {}),
    }


def preview(states: Iterable[Mapping[str, Any]], region: str | None = "us-east-1", **more: Any) -> str:
    steps = [{"op": "create", "urn": one["urn"], "newState": one} for one in states]
    config = {} if region is None else {"aws:region": region}
    return json.dumps({"config": config, "steps": steps, "changeSummary": {"create": len(steps)}, **more})


def export(states: Iterable[Mapping[str, Any]]) -> str:
    return json.dumps({"version": 3, "deployment": {"manifest": {}, "resources": list(states)}})


def resources(*states: Mapping[str, Any], region: str | None = "us-east-1") -> tuple[Resource, ...]:
    return read_stack(preview(states, region), "test").resources


def bucket(name: str = "runs", **options: Any) -> dict[str, Any]:
    return state("aws:s3/bucket:Bucket", name, **options)


def realtime(
    instances: int = 2, kind: str = "ml.m5.large", name: str = "realtime", **options: Any
) -> list[dict[str, Any]]:
    """An endpoint on instances and its configuration; its instances have no volumes, so they are all that it costs."""
    variant = {
        "variantName": "primary",
        "instanceType": kind,
        "initialInstanceCount": instances,
        "volumeSizeInGb": 0,
    }
    return [
        state(CONFIGURATION, f"{name}-config", {"name": f"{name}-c1", "productionVariants": [variant]}, **options),
        state(ENDPOINT, name, {"name": f"{name}-e1", "endpointConfigName": f"{name}-c1"}, **options),
    ]


def target(resource_id: str, low: int, high: int, dimension: str, **options: Any) -> dict[str, Any]:
    inputs = {"resourceId": resource_id, "minCapacity": low, "maxCapacity": high, "scalableDimension": dimension}
    return state(TARGET, f"{resource_id}-capacity", inputs, **options)


def action(
    name: str, resource_id: str, dimension: str, schedule: str, bounds: tuple[int, int], **more: Any
) -> dict[str, Any]:
    inputs = {
        "resourceId": resource_id,
        "scalableDimension": dimension,
        "schedule": schedule,
        "timezone": "Asia/Tokyo",
        "scalableTargetAction": {"minCapacity": bounds[0], "maxCapacity": bounds[1]},
        **more,
    }
    return state(ACTION, name, inputs)


ENDPOINT = "aws:sagemaker/endpoint:Endpoint"
CONFIGURATION = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
TARGET = "aws:appautoscaling/target:Target"
ACTION = "aws:appautoscaling/scheduledAction:ScheduledAction"
INSTANCES = "sagemaker:variant:DesiredInstanceCount"
CONCURRENCY = "sagemaker:variant:DesiredProvisionedConcurrency"
COPIES = "sagemaker:inference-component:DesiredCopyCount"
