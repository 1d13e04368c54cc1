"""`advisor cost` of 1,000 resources against a floor in the same run: reading the same file as JSON.

*work* is what is left of the command after its imports: reading the file, pricing it, writing the report. *command* is
what a user types, from start to end. Each turn begins with empty caches, as the command does. The resources are the
types of this platform in turn, each stack of them with endpoints that scale by a schedule; every price is there, so
nothing is left out for want of one.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from advisor.cost.difference import difference
from advisor.cost.rendering import json_document, markdown, table
from advisor.cost.rendering.report import Report
from advisor.costing.cron import firings
from advisor.costing.items import UNITS
from advisor.estimate import Estimate, estimate
from advisor.stack.resources import read_stack
from domain.pricing import Price, PriceBook
from domain.scheduling.cron import parse_schedule
from toolchain.places import ROOT

WORK: Final = ROOT / "build" / "bench" / "estimate"
RESOURCES: Final = 1_000
MANY: Final = 10_000
TURNS: Final = 7
LIMIT_S: Final = 1.0
ON: Final = date(2026, 11, 26)
REGION: Final = "us-east-1"
CALENDARS: Final = (0, 15, 30, 45)
"""Minutes past the hour at which business begins and ends: the units of a stack share few calendars."""
PROJECT: Final = "inference-platform"


def run() -> dict[str, Any]:
    """Best of a few turns; holds when the work takes less than the limit in every format."""
    path = write_stack(WORK / "stack.json", RESOURCES)
    prices = every_price()
    text = path.read_text(encoding="utf-8")
    taken = {
        "floor: json.loads of the file": best(lambda: json.loads(text)),
        "estimate": best(lambda: estimated(text, prices)),
        "estimate and table": best(lambda: table.render(report(estimated(text, prices)))),
        "estimate and markdown": best(lambda: markdown.render(report(estimated(text, prices)))),
        "estimate and JSON": best(lambda: json_document.render(report(estimated(text, prices)))),
        "difference and markdown": best(lambda: compared(text, prices)),
    }
    many = write_stack(WORK / "many.json", MANY).read_text(encoding="utf-8")
    large = best(lambda: estimated(many, prices), turns=1).wall
    seconds = {name: one.wall for name, one in taken.items()}
    found = estimated(text, prices)
    assert len(found.costs) == RESOURCES, "every resource is in the estimate"
    assert found.is_complete, f"everything has a price: {found.gaps[:3]}"
    floor = seconds["floor: json.loads of the file"]
    return {
        "name": f"advisor cost of {RESOURCES} resources after import",
        "limit": f"{LIMIT_S} s",
        "seconds": {name: round(value, 4) for name, value in seconds.items()},
        "processor seconds": {name: round(one.processor, 4) for name, one in taken.items()},
        "times the floor": {name: round(value / floor, 1) for name, value in seconds.items()},
        "command s": round(command(path), 3),
        f"{MANY} resources s": round(large, 3),
        f"{MANY} / {RESOURCES} resources": round(large / seconds["estimate"], 1),
        "holds": max(seconds.values()) < LIMIT_S,
    }


class Taken(NamedTuple):
    """Seconds of a turn; on a busy machine the processor's are fewer than the wall's."""

    wall: float
    processor: float


def best(work: Callable[[], object], turns: int = TURNS) -> Taken:
    """The fastest turn."""
    taken = []
    for _ in range(turns):
        for cached in (firings, parse_schedule):
            cached.cache_clear()
        began, busy = time.perf_counter(), time.process_time()
        work()
        taken.append(Taken(time.perf_counter() - began, time.process_time() - busy))
    return min(taken)


def estimated(text: str, prices: PriceBook) -> Estimate:
    """What the command does between reading a file and writing a report."""
    return estimate(read_stack(text, "bench").resources, prices, on=ON)


def compared(text: str, prices: PriceBook) -> str:
    """A change of half of the resources, as a pull request shows it."""
    after = estimated(text, prices)
    before = Estimate(after.on, after.costs[: RESOURCES // 2])
    return markdown.render(Report("bench", REGION, "", after, difference(before, after)))


def report(found: Estimate) -> Report:
    """As the command makes it."""
    return Report("bench", REGION, "Usage is the default profile", found)


def command(path: Path) -> float:
    """Seconds of the whole command in a process of its own; some prices may be too old on the day, so 0 or 1."""
    began = time.perf_counter()
    arguments = ["-m", "advisor", "cost", str(path), "--as-of", ON.isoformat(), "--format", "json"]
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, check=True)
    assert json.loads(done.stdout)["resources"], "the command estimated the stack"
    return time.perf_counter() - began


def every_price() -> PriceBook:
    """A price for every item; one that is billed by instance or architecture for those of this stack."""
    kinds = {"sagemaker.hosting": ["ml.m5.large"], "sagemaker.transform": ["ml.m5.large"]}
    architectures = ("lambda/duration", "lambda/provisioned", "lambda/provisioned-duration")
    kinds |= {item: ["arm64", "x86_64"] for item in architectures}
    items = [
        (f"{item}/{kind}" if kind else item, unit) for item, unit in UNITS.items() for kind in kinds.get(item, [""])
    ]
    return PriceBook(tuple(Price(item, REGION, unit, 0.01, "a benchmark", ON) for item, unit in items))


def write_stack(path: Path, count: int) -> Path:
    """So many resources, as `pulumi preview --json` writes them."""
    states: list[dict[str, Any]] = []
    while len(states) < count:
        states += _group(len(states))
    steps = [{"op": "create", "urn": state["urn"], "newState": state} for state in states[:count]]
    path.parent.mkdir(parents=True, exist_ok=True)
    document = {"config": {"aws:region": REGION}, "steps": steps, "changeSummary": {"create": count}}
    path.write_text(json.dumps(document, indent=4), encoding="utf-8")
    return path


def _group(number: int) -> list[dict[str, Any]]:
    """A small stack: an endpoint that scales by a schedule, a serverless one, functions and what they need."""
    resource, dimension = f"endpoint/e{number}/variant/primary", "sagemaker:variant:DesiredInstanceCount"
    scaled = {"resourceId": resource, "scalableDimension": dimension}
    variant = {"variantName": "primary", "instanceType": "ml.m5.large", "initialInstanceCount": 1}
    small = {"variantName": "primary", "serverlessConfig": {"memorySizeInMb": 2048, "maxConcurrency": 5}}
    bounds = {"begin": ("9", {"minCapacity": 2, "maxCapacity": 4}), "end": ("18", {"minCapacity": 1, "maxCapacity": 1})}
    endpoint = [
        _state(
            "sagemaker/endpointConfiguration:EndpointConfiguration",
            number,
            name=f"c{number}",
            productionVariants=[variant],
        ),
        _state("sagemaker/endpoint:Endpoint", number, name=f"e{number}", endpointConfigName=f"c{number}"),
        _state("appautoscaling/target:Target", number, **scaled, minCapacity=1, maxCapacity=4),
        *(
            _state(
                "appautoscaling/scheduledAction:ScheduledAction",
                number,
                name,
                **scaled,
                schedule=f"cron({CALENDARS[number % len(CALENDARS)]} {hour} ? * MON-FRI *)",
                timezone="Asia/Tokyo",
                scalableTargetAction=capacity,
            )
            for name, (hour, capacity) in bounds.items()
        ),
        _state(
            "sagemaker/endpointConfiguration:EndpointConfiguration",
            number,
            "s",
            name=f"s{number}",
            productionVariants=[small],
        ),
        _state("sagemaker/endpoint:Endpoint", number, "s", name=f"se{number}", endpointConfigName=f"s{number}"),
    ]
    functions = [
        _state(
            "lambda/function:Function",
            number,
            str(one),
            name=f"f{number}-{one}",
            memorySize=512,
            architectures=["arm64"],
        )
        for one in range(4)
    ]
    logs = [_state("cloudwatch/logGroup:LogGroup", number, str(one), retentionInDays=30) for one in range(4)]
    alarms = [_state("cloudwatch/metricAlarm:MetricAlarm", number, str(one), period=60) for one in range(6)]
    roles = [_state("iam/role:Role", number, str(one)) for one in range(6)]
    rest = [
        _state("dynamodb/table:Table", number, billingMode="PAY_PER_REQUEST"),
        _state("kms/key:Key", number, enableKeyRotation=True),
        _state("s3/bucket:Bucket", number),
        _state("ec2/vpcEndpoint:VpcEndpoint", number, vpcEndpointType="Interface", subnetIds=["a", "b"]),
        _state("scheduler/schedule:Schedule", number, scheduleExpression="rate(15 minutes)"),
        _state("sqs/queue:Queue", number),
        _state("sfn/stateMachine:StateMachine", number, type="STANDARD"),
    ]
    return [*endpoint, *functions, *logs, *alarms, *roles, *rest]


def _state(token: str, number: int, suffix: str = "", **inputs: Any) -> dict[str, Any]:
    """A resource with what the engine writes beside its inputs."""
    parents = f"{PROJECT}:platform:Platform${PROJECT}:theme{number % 5}:Part"
    urn = f"urn:pulumi:bench::{PROJECT}::{parents}$aws:{token}::{token.rpartition(':')[2]}-{number}{suffix}"
    provider = f"urn:pulumi:bench::{PROJECT}::pulumi:providers:aws::default::id"
    tags = {"Project": PROJECT, "Owner": "bench", "CostCenter": "bench", "Environment": "bench"}
    trace = [{"sourcePosition": f"project:///components/inference/part.py#{line}"} for line in range(6)]
    return {
        "urn": urn,
        "custom": True,
        "type": f"aws:{token}",
        "inputs": {"__defaults": [], **inputs, "tags": tags, "tagsAll": tags},
        "provider": provider,
        "propertyDependencies": {name: [] for name in inputs},
        "stackTrace": trace,
    }


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
