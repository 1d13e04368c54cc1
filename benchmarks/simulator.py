"""The simulator: requests a second on one core for each pattern, beside the same queue in plain Python, and Erlang.

*simulated a second* is the whole of `simulate`, warm: random numbers, the loop, the counting. Nothing here runs on more
than one core, and seconds are those of the processor (`time.process_time`): what else runs beside it is not counted.
The floor of the same run is what one would write without a compiler: `heapq` and lists, for the two kinds of queue, of
which it does the loop only. Erlang's formula is compared with many seeds, as one run of a queue that is nearly full
says little: *off* is how far the average of all is from the formula, *noise* its standard error.
"""

from __future__ import annotations

import hashlib
import math
import statistics
import time
from heapq import heappop, heappush, heapreplace
from typing import Any, Final

from advisor.simulation import (
    AsyncSetup,
    BedrockOnDemandSetup,
    BedrockProvisionedSetup,
    ComponentsSetup,
    ExponentialTime,
    LambdaSetup,
    RealtimeSetup,
    ServerlessSetup,
    ServiceTime,
    Setup,
    Simulated,
    Tokens,
    Trace,
    Tracking,
    diurnal,
    erlang_c,
    mean_wait_s,
    simulate,
    steady,
)
from advisor.simulation.draws import SERVICE, Draws

LIMIT_PER_S: Final = 2_000_000
LIMIT_OFF: Final = 0.02
TURNS: Final = 5
DAILY: Final = 1_000_000
PLAIN: Final = 200_000
"""Requests of the floor: it is as fast with more of them."""
SERVICE_S: Final = 0.1
LOADS: Final = ((1, 0.5), (2, 0.9), (4, 0.7), (16, 0.8), (64, 0.9))
"""Servers, and how busy each is."""
SEEDS: Final = range(24)
QUEUED: Final = 1_000_000
"""Requests of each seed."""


def setups() -> list[Setup]:
    """Every pattern, for 1 M requests a day with a peak of 3.5 times the average: scaling, throttling and reserving."""
    service, cold, tokens = ServiceTime(80, 200), ServiceTime(3000, 6000), Tokens(500, 300, 0.3)
    by_minute, at_once = Tracking.invocations(600), Tracking.concurrency(2)
    return [
        LambdaSetup(service=service, cold_start=cold),
        ServerlessSetup(service=service, limit=200, cold_start=cold),
        RealtimeSetup(service=service, instances=2, maximum=10, concurrency=2, tracking=by_minute),
        ComponentsSetup(service=service, maximum=10, concurrency=2, tracking=at_once),
        AsyncSetup(service=service, maximum=10, concurrency=2, tracking=Tracking.backlog(5)),
        BedrockOnDemandSetup(
            service=service, tokens=tokens, tokens_per_minute=3e6, requests_per_minute=1e4, max_tokens=1000
        ),
        BedrockProvisionedSetup(service=service, tokens=tokens, units=49, tokens_per_minute_per_unit=40_000),
    ]


def run() -> dict[str, Any]:
    """The best of a few turns counts for speed; every load has to be near Erlang's formula."""
    trace = diurnal(DAILY, seed=1)
    rates: dict[str, int] = {}
    same = True
    for setup in setups():
        first = digest(simulate(trace, setup, 1))  # compiled by now
        turns = [timed(trace, setup) for _ in range(TURNS)]
        rates[str(setup.pattern)] = round(trace.requests / min(seconds for seconds, _ in turns))
        same = same and {digest(found) for _, found in turns} == {first}
    floors = {name: round(PLAIN / seconds) for name, seconds in plain(trace).items()}
    loads = [against_erlang(servers, share) for servers, share in LOADS]
    slowest = min(rates.values())
    worst = max(abs(load[kind]["off"]) for load in loads for kind in ("mean wait", "has to wait"))
    return {
        "name": "simulator of the patterns",
        "requests": trace.requests,
        "simulated_per_s": rates,
        "plain_python_per_s": floors,
        "times_plain_python": {
            "environments": round(rates["lambda_on_demand"] / floors["environments"], 1),
            "queue": round(rates["sagemaker_realtime"] / floors["queue"], 1),
        },
        "same_bytes_for_the_same_seed": same,
        "erlang": loads,
        "slowest_per_s": slowest,
        "worst_off": worst,
        "limit": f"at least {LIMIT_PER_S:,} requests/s for each pattern on a core, "
        f"at most {LIMIT_OFF:.0%} off Erlang's formula, the same bytes for the same seed",
        "holds": slowest >= LIMIT_PER_S and worst <= LIMIT_OFF and same,
    }


def timed(trace: Trace, setup: Setup) -> tuple[float, Simulated]:
    """How long a simulation took, and what it found."""
    began = time.process_time()
    found = simulate(trace, setup, 1)
    return time.process_time() - began, found


def digest(found: Simulated) -> str:
    """Of all that was found."""
    line = found.timeline
    numbers = repr((found.errors, found.busy_seconds, found.instance_seconds, found.tokens_in, found.tokens_out))
    parts = (found.latencies_ms.tobytes(), line.capacity.tobytes(), line.in_use.tobytes(), numbers.encode())
    return hashlib.sha256(b"".join(parts)).hexdigest()


def plain(trace: Trace) -> dict[str, float]:
    """Seconds of the loops in plain Python, on lists that are there already; the best of three."""
    draws = Draws(trace.requests, 1)
    arrivals = trace.arrivals_s[:PLAIN].tolist()
    service = ServiceTime(80, 200).seconds(draws.normals(SERVICE))[:PLAIN].tolist()
    found = {}
    for name, work in (("queue", plain_queue), ("environments", plain_environments)):
        turns = []
        for _ in range(3):
            began = time.process_time()
            work(arrivals, service)
            turns.append(time.process_time() - began)
        found[name] = min(turns)
    return found


def plain_queue(arrivals: list[float], service: list[float], slots: int = 8) -> list[float]:
    """First in, first out, with a heap of when each slot is free; no scaling, no limits."""
    free, ended = [0.0] * slots, []
    for now, lasts in zip(arrivals, service, strict=True):
        end = max(now, free[0]) + lasts
        heapreplace(free, end)
        ended.append(end)
    return ended


def plain_environments(arrivals: list[float], service: list[float], expiry: float = 600.0) -> list[float]:
    """Environments that come with the requests, the one used last first; no limits."""
    busy: list[float] = []
    idle: list[float] = []
    ended = []
    for now, lasts in zip(arrivals, service, strict=True):
        while busy and busy[0] <= now:
            idle.append(heappop(busy))
        while idle and idle[0] + expiry <= now:
            idle.pop(0)
        end = now + lasts + (0.0 if idle else 3.0)
        if idle:
            idle.pop()
        heappush(busy, end)
        ended.append(end)
    return ended


def against_erlang(servers: int, share: float) -> dict[str, Any]:
    """How far an M/M/c queue of the simulator is from the formula."""
    rate = servers * share / SERVICE_S
    setup = RealtimeSetup(service=ExponentialTime(1000 * SERVICE_S), concurrency=servers)
    waits, waited = [], []
    for seed in SEEDS:
        trace = steady(rate, QUEUED / rate, seed=seed)
        inside = simulate(trace, setup, seed).latencies_ms / 1000
        own = inside - setup.service.seconds(Draws(trace.requests, seed).normals(SERVICE))
        waits.append(float(own.mean()))
        waited.append(float((own > 1e-9).mean()))
    return {
        "servers": servers,
        "load": share,
        "mean wait": off(waits, mean_wait_s(servers, rate, SERVICE_S)),
        "has to wait": off(waited, erlang_c(servers, rate * SERVICE_S)),
    }


def off(found: list[float], expected: float) -> dict[str, float]:
    """Relative distance of the average from what is expected, and its standard error."""
    noise = statistics.stdev(found) / math.sqrt(len(found))
    return {"off": round(statistics.fmean(found) / expected - 1, 5), "noise": round(noise / expected, 5)}
