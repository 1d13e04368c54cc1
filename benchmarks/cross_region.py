"""A thousand requests while the primary Region is silent: who waits for its time limit.

The shipped client, real HTTP, fifty callers in threads. The peer, in the same run, is the plain failover that one finds
everywhere: ask the primary, and the secondary when that failed, with nothing remembered. A second outage begins in the
middle of the traffic: what is under way at that moment waits, whatever a client knows.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from benchmarks.router_lab import CREDENTIALS, percentile, process

PRIMARY, SECONDARY = "us-east-1", "us-east-2"
REQUESTS = 1_000
CALLERS = 50
PEERS = 250
"""Callers of the peer: with fifty it would take twenty seconds longer, and each would wait as long."""
TIMEOUT_S = 1.0
DEADLINE_S = 10.0
LIMITS = {"requests_that_waited_at_most": 5, "requests_of_the_peer_that_waited": REQUESTS}
ENDPOINTS = {PRIMARY: "primary", SECONDARY: "secondary"}

Ask = Callable[[int], Any]


@dataclass(frozen=True)
class Lab:
    """Address of both Regions' endpoints."""

    address: str

    def tell(self, region: str, mode: str) -> None:
        """Makes a Region `hang` or `answer`."""
        urllib.request.urlopen(f"{self.address}/control/{ENDPOINTS[region]}/{mode}", data=b"").read()


@contextmanager
def regions() -> Iterator[Lab]:
    """Two Regions; this process's SDK talks to them."""
    from lambdas import sdk

    before = dict(os.environ)
    with process("benchmarks.router_endpoints") as address:
        os.environ.update(CREDENTIALS | {"AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME": address})
        sdk.forget_clients()
        try:
            yield Lab(address)
        finally:
            os.environ.clear()
            os.environ.update(before)
            sdk.forget_clients()


def ours() -> tuple[Ask, list[str]]:
    """The client as a process has it, and why it went to the secondary."""
    from lambdas.cross_region.composition import Limits, cross_region

    reasons: list[str] = []
    client = cross_region(
        PRIMARY,
        SECONDARY,
        {region: {"endpoint": name} for region, name in ENDPOINTS.items()},
        limits=Limits(attempt_s=TIMEOUT_S, deadline_s=DEADLINE_S, connections=CALLERS),
        on_failover=lambda reason: reasons.append(reason.value),
    )
    return lambda _number: client.access_with_failover("predict", body=b"[1]", content_type="application/json"), reasons


def naive() -> tuple[Ask, list[str]]:
    """The contract's client without a memory: the primary, then the secondary."""
    from domain.resilience import CrossRegionClient
    from lambdas.clients.cross_region import RegionalCalls, client_for

    calls = RegionalCalls(
        {region: {"endpoint": name} for region, name in ENDPOINTS.items()}, partial(client_for, connections=PEERS)
    )
    reasons: list[str] = []
    client = CrossRegionClient(
        PRIMARY,
        SECONDARY,
        execute=partial(_within, calls),
        emit_metric=lambda _name, _value: None,
        on_failover=lambda reason: reasons.append(reason.value),
    )
    return lambda _number: client.access_with_failover("predict", body=b"[1]", content_type="application/json"), reasons


def _within(calls: Any, region: str, operation: str, **arguments: Any) -> Any:
    return calls(region, operation, timeout_s=TIMEOUT_S, **arguments)


def traffic(ask: Ask, callers: int, reasons: list[str]) -> dict[str, Any]:
    """Sends the requests. One that failed is lost; one waited whose attempt in the primary ended at its time limit."""
    reasons.clear()

    def one(number: int) -> tuple[float, bool]:
        begun = time.perf_counter()
        try:
            ask(number)
        except Exception:  # noqa: BLE001 - whatever it is, the request is lost
            return time.perf_counter() - begun, True
        return time.perf_counter() - begun, False

    begun = time.perf_counter()
    with ThreadPoolExecutor(callers) as pool:
        done = list(pool.map(one, range(REQUESTS)))
    taken = [seconds * 1000 for seconds, _ in done]
    return {
        "requests": REQUESTS,
        "callers": callers,
        "requests_lost": sum(lost for _, lost in done),
        "requests_that_waited": reasons.count("timeout"),
        "p50_ms": round(statistics.median(taken), 1),
        "p99_ms": round(percentile(taken, 0.99), 1),
        "failovers": dict(Counter(reasons)),
        "seconds": round(time.perf_counter() - begun, 2),
    }


def outage(lab: Lab) -> dict[str, Any]:
    """The primary is silent from the start."""
    ask, reasons = ours()
    lab.tell(PRIMARY, "hang")
    return traffic(ask, CALLERS, reasons)


def outage_in_the_middle(lab: Lab) -> dict[str, Any]:
    """The primary falls silent while all callers have a request under way."""
    lab.tell(PRIMARY, "answer")
    ask, reasons = ours()
    healthy = traffic(ask, CALLERS, reasons)
    falls = random.Random(8).randrange(REQUESTS // 4, REQUESTS // 2)

    def ask_and_fall(number: int) -> Any:
        if number == falls:
            lab.tell(PRIMARY, "hang")
        return ask(number)

    return {"healthy": healthy, "fallen": traffic(ask_and_fall, CALLERS, reasons)}


def run() -> dict[str, Any]:
    """All of it, and whether the limits hold."""
    begun = time.monotonic()
    with regions() as lab:
        client = outage(lab)
        plain, reasons = naive()
        peer = traffic(plain, PEERS, reasons)
        middle = outage_in_the_middle(lab)
    holds = (
        client["requests_that_waited"] <= LIMITS["requests_that_waited_at_most"]
        and peer["requests_that_waited"] == LIMITS["requests_of_the_peer_that_waited"]
        and middle["fallen"]["requests_that_waited"] <= CALLERS  # never more than were under way
        and not middle["healthy"]["failovers"]
        and not any(found["requests_lost"] for found in (client, peer, middle["healthy"], middle["fallen"]))
    )
    return {
        "name": "cross_region",
        "limit": LIMITS | {"waited_when_it_fell_at_most": CALLERS},
        "holds": bool(holds),
        "timeout_ms": TIMEOUT_S * 1000,
        "client": client,
        "plain_failover": peer,
        "outage_in_the_middle": middle,
        "seconds": round(time.monotonic() - begun, 1),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(), indent=2) + "\n")
