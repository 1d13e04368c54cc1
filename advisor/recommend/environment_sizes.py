"""The sizes of Lambda and of serverless inference: environments at most, and those that are kept warm."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from advisor.recommend.size import Request, Sized
from advisor.simulation import LambdaSetup, ServerlessSetup
from domain.advice.throughput import concurrency_for
from domain.prediction.limits import GATEWAY_TIMEOUT_S

FEWEST_ENVIRONMENTS: Final = 25
"""Of a function, as the prediction API's settings have it: less is not cheaper, and throttles by chance."""
SLOWEST_CALLS: Final = 3
"""A function's timeout by its p99: what takes longer is stuck."""


def lambda_sizes(request: Request) -> Iterator[Sized]:
    """A function: simulated with the limit and the timeout that its settings get."""
    host, mean = request.own.function, request.timing.mean_s
    for limit, provisioned in _environments(request, host.concurrency, FEWEST_ENVIRONMENTS):
        setup = LambdaSetup(
            service=request.service, limit=limit, provisioned=provisioned, cold_start=request.cold,
            time_limit_s=function_timeout_s(request),
        )  # fmt: skip
        size = {"memory MB": host.memory_mb, "concurrency up to": limit, "kept warm": provisioned}
        yield Sized(setup, size | {"seconds at most": round(setup.time_limit_s)}, limit / mean)


def function_timeout_s(request: Request) -> float:
    """What the function's timeout is set to, and simulated with: far beyond its p99, as far as the API waits."""
    timing = request.timing
    longest = (SLOWEST_CALLS * timing.p99_ms + (timing.cold_start_ms or 0.0)) / 1000
    return float(min(GATEWAY_TIMEOUT_S, max(3, math.ceil(longest))))


def serverless_sizes(request: Request) -> Iterator[Sized]:
    """A serverless endpoint."""
    host, mean = request.own.serverless, request.timing.mean_s
    for limit, provisioned in _environments(request, host.most_concurrency, 1):
        setup = ServerlessSetup(service=request.service, limit=limit, provisioned=provisioned, cold_start=request.cold)
        size = {"memory MB": host.memory_mb, "concurrency up to": limit, "kept warm": provisioned}
        yield Sized(setup, size, limit / mean)


def _environments(request: Request, most: int, fewest: int) -> Iterator[tuple[int, int]]:
    """Most environments and those that are kept warm: what a burst needs when all start cold, all there are, warm."""
    load, headroom, mean = request.load, request.workload.headroom, request.timing.mean_s
    longest = mean + (request.timing.cold_start_ms or 0.0) / 1000
    wanted = max(fewest, concurrency_for(load.burst_rps, longest, headroom))
    warm = concurrency_for(load.peak_rps, mean, headroom)
    for limit, provisioned in ((wanted, 0), (most, 0), (max(wanted, warm), warm)):
        yield min(limit, most), min(provisioned, most)
