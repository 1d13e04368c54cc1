"""The router while its first pattern hangs: who pays the time limit, and what the others pay.

The real function, real HTTP, DynamoDB of moto in a process of its own. Two routers take turns, one request each: one
whose first pattern answers, one whose first pattern hangs, so that both meet the same machine. The peer, in the same
run, tries the first pattern twice and then the fallback, as retry loops without a memory do.
"""

from __future__ import annotations

import io
import json
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout
from functools import partial
from typing import Any

from benchmarks.router_fleet import recovery
from benchmarks.router_lab import EVENT, TIMEOUT_MS, Lab, lab, percentile

REQUESTS = 1_000
BLOCKS = 5
"""The 99th percentiles are medians over as many blocks: one that the machine disturbed says nothing of a router."""
PEERS = 250
"""Requests of the peer under way at once: one after the other it would take half an hour."""
LIMITS = {
    "requests_that_paid_at_most": 5,
    "p99_over_the_healthy_paths_at_most": 1.10,
    "probes_that_found_it": 1,
    "found_within_probe_intervals": 1.0,
}


def outage(lab: Lab) -> dict[str, Any]:
    """A healthy router and one in an outage, request by request."""
    from lambdas.route_request.handler import compose
    from lambdas.route_request.settings import Settings

    routers = {}
    for name, primary, pattern in (
        ("healthy", "well", "inference_components"),
        ("outage", "ill", "sagemaker_realtime"),
    ):
        lab.make_table(name)
        variables = lab.environment(name, {pattern: primary, "lambda_on_demand": "fallback"})
        # Powertools counts failures in its module by the circuit's name, so the two have patterns of their own.
        routers[name] = compose(Settings.from_env(variables | {"CIRCUIT_RECOVERY_SECONDS": "60"}), variables)
        routers[name].respond(EVENT, "warm", 60.0)
    lab.tell("ill", "hang")
    taken: dict[str, list[float]] = {name: [] for name in routers}
    lost = 0
    for number in range(REQUESTS):
        for name, router in routers.items():
            begun = time.perf_counter()
            reply = router.respond(EVENT, str(number), 60.0)
            taken[name].append((time.perf_counter() - begun) * 1000)
            lost += reply["status"] != "answered"
    paid = [ms >= TIMEOUT_MS * 0.9 for ms in taken["outage"]]
    rest = [ms for ms, had in zip(taken["outage"], paid, strict=True) if not had]
    healthy_p99, rest_p99 = _p99(taken["healthy"]), _p99(rest)
    return {
        "requests": REQUESTS,
        "requests_not_answered": lost,
        "requests_that_paid": sum(paid),
        "healthy_p50_ms": round(statistics.median(taken["healthy"]), 2),
        "rest_p50_ms": round(statistics.median(rest), 2),
        "healthy_p99_ms": round(healthy_p99, 2),
        "rest_p99_ms": round(rest_p99, 2),
        "p99_over_the_healthy_paths": round(rest_p99 / healthy_p99, 3),
    }


def _p99(taken: list[float]) -> float:
    size = len(taken) // BLOCKS
    blocks = [taken[at * size : (at + 1) * size] for at in range(BLOCKS)]
    return statistics.median(percentile(block, 0.99) for block in blocks)


def peer() -> dict[str, Any]:
    """Retry, then fall back, with nothing remembered."""
    from lambdas.clients.endpoints import EndpointCallError, Endpoints, Target, client_for

    clients = partial(client_for, connections=PEERS)
    first = Endpoints(Target("ill"), TIMEOUT_MS / 1000, clients)
    second = Endpoints(Target("fallback"), TIMEOUT_MS / 1000, clients)

    def ask(_number: int) -> float:
        begun = time.perf_counter()
        for endpoint in (first, first, second):
            try:
                endpoint.invoke(b"[1]", "application/json", TIMEOUT_MS / 1000)
                break
            except EndpointCallError:
                pass
        return (time.perf_counter() - begun) * 1000

    with ThreadPoolExecutor(PEERS) as pool:
        taken = list(pool.map(ask, range(REQUESTS)))
    return {
        "requests_that_paid": sum(ms >= TIMEOUT_MS * 0.9 for ms in taken),
        "p50_ms": round(statistics.median(taken), 1),
    }


def run() -> dict[str, Any]:
    """All three, and whether the limits hold."""
    begun = time.monotonic()
    with lab() as found, redirect_stdout(io.StringIO()):
        fleet = recovery(found)
        router = outage(found)
        naive = peer()
    holds = (
        router["requests_that_paid"] <= LIMITS["requests_that_paid_at_most"]
        and router["p99_over_the_healthy_paths"] <= LIMITS["p99_over_the_healthy_paths_at_most"]
        and fleet["probes_that_found_it"] == LIMITS["probes_that_found_it"]
        and set(fleet["calls_of_each_later_interval"]) == {1}
        and fleet["found_after_s"] <= LIMITS["found_within_probe_intervals"] * fleet["probe_interval_s"]
        and not router["requests_not_answered"] + fleet["requests_not_answered"]
    )
    return {
        "name": "router",
        "limit": LIMITS,
        "holds": bool(holds),
        "outage": router,
        "retry_then_fallback": naive,
        "recovery": fleet,
        "seconds": round(time.monotonic() - begun, 1),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(), indent=2) + "\n")
