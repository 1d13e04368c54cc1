"""One of each component of the theme, for what holds for every component."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pulumi

from components.base import PlatformComponent
from components.capacity import Capacity, CapacityArgs
from components.capacity.autoscaling import Autoscaling, AutoscalingArgs
from components.capacity.bedrock import InferenceProfile, Naming, ProvisionedThroughput
from components.capacity.endpoints import EndpointScaling, EndpointScalingArgs
from components.foundation.account import Account
from components.inference.realtime import RealtimeEndpoint, RealtimeEndpointArgs
from components.settings import RealtimeSettings, Settings
from components.settings.capacity_plan import CapacityPlan, plan_capacity
from tests.components.support.harness import ACCOUNT_ID, REGION
from tests.components.support.project import raw_settings, settings

ACCOUNT = Account(account_id=ACCOUNT_ID, region=REGION, partition="aws")
TODAY = date(2026, 11, 26)
CAPACITY = {
    "enabled": True,
    "endpoints": [
        {
            "name": "digits",
            "variant": "v1",
            "instance_type": "ml.m5.large",
            "concurrent_requests": 4,
            "latency": {},
            "schedules": [
                {"name": "day", "cron": "cron(0 9 ? * * *)", "timezone": "Asia/Tokyo", "min": 1, "max": 2},
            ],
        }
    ],
    "bedrock": {
        "provisioned": [{"name": "chat", "model_id": "amazon.nova-2-lite-v1:0:256k", "accept_monthly_usd": 44165.0}],
        "profiles": [{"name": "chat", "source": "us.amazon.nova-2-lite-v1:0"}],
    },
}
NAMING = Naming(account=ACCOUNT, project="p", environment="e")


def capacity_settings() -> Settings:
    return settings({**raw_settings(), "capacity": CAPACITY})


def capacity_plan() -> CapacityPlan:
    return plan_capacity(capacity_settings(), ACCOUNT.region, TODAY)


def capacity(name: str, opts: pulumi.ResourceOptions | None, _: Path) -> Capacity:
    args = CapacityArgs(
        settings=capacity_settings().capacity, plan=capacity_plan(), account=ACCOUNT, project="p", environment="e"
    )
    return Capacity(name, args, opts)


def autoscaling(name: str, opts: pulumi.ResourceOptions | None, _: Path) -> Autoscaling:
    endpoint = RealtimeEndpoint(
        f"{name}-endpoint", RealtimeEndpointArgs(settings=RealtimeSettings(), model_name="m", key_arn="arn:k")
    )
    args = AutoscalingArgs(
        settings=capacity_settings().capacity.endpoints[0], target=endpoint.target, dimensions={}, tracked={}
    )
    return Autoscaling(name, args, opts)


CASES: dict[type[PlatformComponent], Callable[[str, pulumi.ResourceOptions | None, Path], PlatformComponent]] = {
    Autoscaling: autoscaling,
    Capacity: capacity,
    EndpointScaling: lambda name, opts, _: EndpointScaling(
        name, EndpointScalingArgs(settings=capacity_settings().capacity.endpoints[0]), opts
    ),
    InferenceProfile: lambda name, opts, _: InferenceProfile(
        name, capacity_settings().capacity.bedrock.profiles[0], ACCOUNT, opts
    ),
    ProvisionedThroughput: lambda name, opts, _: ProvisionedThroughput(
        name, capacity_plan().throughput[0], NAMING, opts
    ),
}
