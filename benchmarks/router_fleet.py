"""Fifty environments of the router, each a process, while their first pattern hangs and then comes back."""

from __future__ import annotations

import multiprocessing
import os
import statistics
import time
from itertools import pairwise
from typing import Any

from benchmarks.router_lab import EVENT, RECOVERY_S, TIMEOUT_MS, Lab

ENVIRONMENTS = 50
PACE_S = 2.0
"""Between the requests of one environment: the fleet makes 25 a second, so somebody looks each 40 ms."""
MOTO_S = 5.0
"""How long an environment waits for the table: moto shares the processors with the fifty, DynamoDB does not."""
PRIMARY, FALLBACK = "sagemaker_realtime", "lambda_on_demand"
TABLE = "fleet"


def recovery(lab: Lab) -> dict[str, Any]:
    """How long the fleet needs to find out that its first pattern is back, and how many of it looked."""
    from lambdas.route_request import handler
    from lambdas.route_request.settings import Settings

    handler.TABLE_READ_S = MOTO_S
    lab.make_table(TABLE)
    lab.tell("fleet-primary", "hang")
    variables = lab.environment(TABLE, {PRIMARY: "fleet-primary", FALLBACK: "fleet-fallback"})
    variables["STATE_MAX_AGE_SECONDS"] = "60"  # nobody decides here: moto has enough to do with the circuits
    router = handler.compose(Settings.from_env(variables), variables)
    fork = multiprocessing.get_context("fork")
    stop, replies = fork.Event(), fork.Queue()
    fleet = [
        fork.Process(target=_environment, args=(router, number, stop, replies), daemon=True)
        for number in range(ENVIRONMENTS)
    ]
    for one in fleet:
        one.start()
    try:
        back_s = _bring_back_after_a_probe(lab)
        _wait(lambda: len(_since(lab, back_s)) > ENVIRONMENTS)
    finally:
        stop.set()
    served = [reply for _ in fleet for reply in replies.get(timeout=30)]
    for one in fleet:
        one.join()
    return _figures(lab, back_s, served)


def _environment(router: Any, number: int, stop: Any, replies: Any) -> None:
    """One environment: requests at its own moments, until it is told to stop."""
    os.nice(5)  # DynamoDB and the endpoints are no part of the load: on AWS they have machines of their own
    time.sleep(PACE_S * number / ENVIRONMENTS)
    made: list[tuple[float, str | None, str]] = []
    while not stop.is_set():
        reply = router.respond(EVENT, f"{number}-{len(made)}", 60.0)
        made.append((time.time(), reply["pattern"], reply["status"]))
        time.sleep(PACE_S)
    replies.put(made)


def _bring_back_after_a_probe(lab: Lab) -> float:
    """Lets a probe fail, then ends the outage right after it: a whole interval lies before the next."""
    begun = time.time()
    _wait(lambda: len(_probes(lab, begun)) >= 1)
    time.sleep(TIMEOUT_MS / 1000 + 0.1)
    lab.tell("fleet-primary", "answer")
    return time.time()


def _probes(lab: Lab, begun: float) -> list[float]:
    """Calls of the hanging endpoint after its circuit opened: those that come after a pause."""
    calls = [at for at, _ in lab.calls("fleet-primary") if at > begun]
    return [at for before, at in pairwise(calls) if at - before > RECOVERY_S / 2]


def _since(lab: Lab, moment: float) -> list[float]:
    return [at for at, _ in lab.calls("fleet-primary") if at > moment]


def _figures(lab: Lab, back_s: float, served: list[tuple[float, str | None, str]]) -> dict[str, Any]:
    calls = lab.calls("fleet-primary")
    pauses = _gaps([at for at, hung in calls if hung])
    first = _since(lab, back_s)[0]
    together = [at for at in _since(lab, back_s) if at < first + 0.02]  # as long as the answer takes
    again = [at for at, pattern, _ in served if pattern == PRIMARY and at > back_s]
    return {
        "environments": ENVIRONMENTS,
        "probe_interval_s": RECOVERY_S,
        "requests": len(served),
        "requests_not_answered": sum(status != "answered" for _, _, status in served),
        "calls_before_the_circuit_opened": len(pauses[0]),
        "calls_of_each_later_interval": [len(group) for group in pauses[1:]],
        "probes_that_found_it": len(together),
        "found_after_s": round(first - back_s, 3),
        "half_of_the_requests_use_it_after_s": round(statistics.median(again[:ENVIRONMENTS]) - back_s, 3),
    }


def _gaps(calls: list[float]) -> list[list[float]]:
    """Calls that are close together, in groups."""
    groups: list[list[float]] = []
    for at in calls:
        if groups and at - groups[-1][-1] < RECOVERY_S / 2:
            groups[-1].append(at)
        else:
            groups.append([at])
    return groups


def _wait(done: Any, seconds: float = 40.0) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError("the fleet did not get there")
        time.sleep(0.05)
