"""Auto-stop over many endpoints: API calls, wall time and memory, against one that asks for each endpoint by itself.

Both run the shipped code for deciding, and look from near at what seems idle in the same way; they differ in how they
learn of the endpoints. The baseline lists them page by page and reads tags, state and metrics of one after the other.
Both call the sandbox (moto, and its own SageMaker) over HTTP on the loopback, which is nearer than any AWS Region. moto
compares every metric with every other to list them, and scans all data for each one that is asked for; here it is given
an index for both, so that what is measured is calls and not that.

Memory is measured apart, with clients that make their pages from a counter.
"""

import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import boto3

from benchmarks.auto_stop_fleet import REGION, TAGS, Pages, index_metrics, populate
from domain.cost import AutoStopAction
from lambdas.auto_stop.acting import Acting
from lambdas.auto_stop.inspection import Inspection
from lambdas.auto_stop.inventory import Inventory, Seen, added, queries_of
from lambdas.auto_stop.judge import Rules
from lambdas.auto_stop.report import Report
from lambdas.auto_stop.run import AutoStop
from lambdas.clients.endpoint_capacity import EndpointCapacity
from lambdas.clients.endpoint_components import EndpointComponents
from lambdas.clients.endpoint_metrics import EndpointMetrics
from lambdas.clients.endpoint_state import EndpointStates
from lambdas.clients.scalable_targets import ScalableTargets
from lambdas.clients.stop_records import StopRecords
from lambdas.clients.tagged_endpoints import TaggedEndpoints

ENDPOINTS, MANY = 2_000, 10_000
IDLE_EVERY = 100
"""One endpoint in a hundred is idle: what it takes to look at that one from near is the same on both sides."""
CALLS_LIMIT, TIME_LIMIT, MEMORY_LIMIT = 20.0, 10.0, 1.2
IDLE_MINUTES = 60
TURNS = 2
"""Turns of each, in turn; the faster one counts, because others use this machine too."""
SERVICES = ("sagemaker", "cloudwatch", "resourcegroupstaggingapi", "application-autoscaling", "dynamodb")


@dataclass
class Counted:
    """A boto3 client of which each call is counted, pages too."""

    client: Any
    calls: Counter[str]

    def __getattr__(self, operation: str) -> Any:
        method = getattr(self.client, operation)

        def call(**request: Any) -> Any:
            self.calls[operation] += 1
            return method(**request)

        return call


@dataclass
class Clients:
    """Counted clients, by service."""

    make: Callable[[str], Any]
    calls: Counter[str] = field(default_factory=Counter)

    def of(self, service: str) -> Counted:
        return Counted(self.make(service), self.calls)


class OneByOne:
    """The baseline, in place of the inventory: every endpoint costs calls of its own."""

    def __init__(self, clients: Clients) -> None:
        self.sagemaker = clients.of("sagemaker")
        self.states = EndpointStates(self.sagemaker)
        self.metrics = EndpointMetrics(clients.of("cloudwatch"))

    def __call__(self, start: datetime, end: datetime, _problems: Any) -> Iterator[Seen]:
        for name, arn in self._listed():
            tags = self.states.tags(arn)
            state = self.states.describe(name)
            if not TAGS.items() <= tags.items() or state is None:
                continue
            queries = queries_of(name, [variant.name for variant in state.variants], ())
            calls = added([total for query in queries for total in self.metrics.totals([query], start, end)])
            yield Seen(name, arn, tags, (), heard=True, calls=calls)

    def _listed(self) -> Iterator[tuple[str, str]]:
        position: dict[str, str] = {}
        while True:
            page = self.sagemaker.list_endpoints(MaxResults=100, **position)
            for found in page["Endpoints"]:
                yield found["EndpointName"], found["EndpointArn"]
            if not page.get("NextToken"):
                return
            position = {"NextToken": page["NextToken"]}


def in_bulk(clients: Clients) -> Inventory:
    """The shipped inventory."""
    return Inventory(
        TaggedEndpoints(clients.of("resourcegroupstaggingapi")),
        EndpointComponents(clients.of("sagemaker")),
        EndpointMetrics(clients.of("cloudwatch")),
        TAGS,
    )


def auto_stop(clients: Clients, inventory: Any) -> AutoStop:
    """The shipped run on an inventory."""
    targets = ScalableTargets(clients.of("application-autoscaling"))
    states, metrics = EndpointStates(clients.of("sagemaker")), EndpointMetrics(clients.of("cloudwatch"))
    inspection = Inspection(states, targets, metrics)
    records = StopRecords(clients.of("dynamodb"), "records")
    acting = Acting(inspection, EndpointCapacity(clients.of("sagemaker")), targets, records, None)
    rules = Rules("staging", AutoStopAction.SCALE_DOWN, IDLE_MINUTES, TAGS, {}, (), lambda _type: 0.115)
    return AutoStop(rules, inventory, inspection, acting, lambda: datetime.now(UTC), lambda: 900.0)


def compare(count: int) -> dict[str, Any]:
    """Run both over the same endpoints, dry, and say what each took."""
    from sandbox.context import SandboxOptions
    from sandbox.server import Server

    with tempfile.TemporaryDirectory() as folder:
        server: Any = Server(Path(folder), 0, SandboxOptions(schedules=False))
        server.context = next(one._context for one in server._services if hasattr(one, "_context"))
        serving = threading.Thread(target=server.serve)
        serving.start()
        populate(server, count, IDLE_EVERY)
        index_metrics()
        identity = server.identity

        @cache
        def make(service: str) -> Any:
            return boto3.client(
                service,
                region_name=REGION,
                endpoint_url=server.context.endpoint_url,
                aws_access_key_id=identity.access_key_id,
                aws_secret_access_key=identity.secret_access_key,
            )

        make("dynamodb").create_table(
            TableName="records",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "endpoint", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "endpoint", "KeyType": "HASH"}],
        )
        found: dict[str, Any] = {}
        for name, inventory in (("one_by_one", OneByOne), ("in_bulk", in_bulk)) * TURNS:
            clients = Clients(make)
            for service in SERVICES:  # a client loads its service's model once
                clients.of(service)
            begin = time.perf_counter()
            report = auto_stop(clients, inventory(clients))(dry_run=True)
            turn = summary(report, clients, time.perf_counter() - begin)
            found[name] = min(turn, found.get(name, turn), key=lambda one: one["seconds"])
        server.stop()
        serving.join()
    if found["one_by_one"]["stopped"] != found["in_bulk"]["stopped"] or not found["in_bulk"]["stopped"]:
        raise AssertionError(f"both must find the same idle endpoints: {found}")
    return found


def summary(report: Report, clients: Clients, seconds: float) -> dict[str, Any]:
    if report.errors:
        raise AssertionError(report.errors)
    calls = dict(sorted(clients.calls.items()))
    return {
        "endpoints": report.seen,
        "stopped": len(report.stopped),
        "api_calls": sum(calls.values()),
        "seconds": round(seconds, 3),
        "calls": calls,
    }


def measure(count: int) -> dict[str, float]:
    """Peak memory of a run over ``count`` busy endpoints in this process."""
    pages = Pages(count)
    run = auto_stop(Clients(lambda _service: pages), in_bulk(Clients(lambda _service: pages)))
    tracemalloc.start()
    begin = time.perf_counter()
    report = run(dry_run=True)
    seconds = time.perf_counter() - begin
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    if report.kept != {"busy": count} or report.errors:
        raise AssertionError(f"{report.kept} {report.errors}")
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "endpoints": count,
        "peak_python_mb": round(peak / 2**20, 3),
        "peak_resident_mb": round(resident, 1),
        "seconds_traced": round(seconds, 2),
    }


def run() -> dict[str, Any]:
    """Compare both, then measure memory at each size in a fresh process."""
    found, *sizes = (_child(*words) for words in (("compare",), ("measure", ENDPOINTS), ("measure", MANY)))
    calls = found["one_by_one"]["api_calls"] / found["in_bulk"]["api_calls"]
    wall = found["one_by_one"]["seconds"] / found["in_bulk"]["seconds"]
    memory = {
        what: round(sizes[1][f"peak_{what}_mb"] / sizes[0][f"peak_{what}_mb"], 3) for what in ("python", "resident")
    }
    return {
        "name": f"auto-stop over {ENDPOINTS:,} endpoints, one in {IDLE_EVERY} idle, against one that asks one by one",
        "limit": {"fewer_calls": CALLS_LIMIT, "less_time": TIME_LIMIT, "memory_growth_to_10000": MEMORY_LIMIT},
        "holds": calls >= CALLS_LIMIT and wall >= TIME_LIMIT and max(memory.values()) <= MEMORY_LIMIT,
        "fewer_calls": round(calls, 1),
        "less_time": round(wall, 1),
        "memory_growth_to_10000": memory,
        **found,
        "sizes": sizes,
    }


def _child(*words: object) -> Any:
    command = [sys.executable, "-m", "benchmarks.auto_stop", *map(str, words)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    if sys.argv[1:2] == ["compare"]:
        print(json.dumps(compare(ENDPOINTS)))
    elif sys.argv[1:2] == ["measure"]:
        print(json.dumps(measure(int(sys.argv[2]))))
    else:
        print(json.dumps(run(), indent=1))
