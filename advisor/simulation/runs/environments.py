"""Lambda and serverless inference."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from advisor.simulation.draws import COLD_START, JITTER, NOTHING, SERVICE, Draws
from advisor.simulation.kernels import environments as kernel
from advisor.simulation.results import Simulated, Timeline
from advisor.simulation.runs.tally import Tally
from advisor.simulation.setups.environments import LambdaSetup, ServerlessSetup
from advisor.simulation.timelines import average_in_use, average_of_steps, minutes
from advisor.simulation.trace import Trace


def run_environments(trace: Trace, setup: LambdaSetup | ServerlessSetup, draws: Draws) -> Simulated:
    """Send a trace to execution environments."""
    tally = Tally(trace)
    kind = np.zeros(trace.requests, dtype=np.uint8)
    work = kernel.Requests(
        trace.arrivals_s,
        setup.service.seconds(draws.normals(SERVICE)),
        setup.cold_start.seconds(draws.normals(COLD_START)) if setup.cold_start else np.zeros(trace.requests),
        draws.uniforms(JITTER) if setup.retry.attempts > 1 else NOTHING,
    )
    marks = kernel.Marks(tally.outcome, tally.began, tally.ended, kind)
    at, to = np.array(kernel.serve(work, _rules(setup), marks)).T
    served = tally.ended - tally.began
    cold = kind == kernel.COLD
    unpaid = 0.0 if setup.cold_start_billed else float(work.cold[cold].sum())
    busy = float(served.sum()) - unpaid
    # Never more than all of it: two sums of the same numbers may differ by their rounding.
    kept_busy = min(busy, float(served[kind == kernel.PROVISIONED].sum())) if setup.provisioned else 0.0
    timeline = Timeline(
        minutes(trace.duration_s),
        average_of_steps(at, to, trace.duration_s) + setup.provisioned,
        average_in_use(tally.began, tally.ended, trace.duration_s),
        "environments",
    )
    return replace(
        tally.simulated(setup, timeline, busy, draws.seed),
        cold_starts=int(np.count_nonzero(cold)),
        provisioned_busy_seconds=kept_busy,
        provisioned_seconds=setup.provisioned * trace.duration_s,
    )


def _rules(setup: LambdaSetup | ServerlessSetup) -> kernel.Rules:
    at_once = float(setup.scaling_per_10_s) if isinstance(setup, LambdaSetup) else math.inf
    return kernel.Rules(
        limit=setup.limit,
        provisioned=setup.provisioned,
        idle_expiry_s=float(setup.idle_expiry_s),
        starts_per_s=at_once / 10,
        starts_at_once=at_once,
        time_limit_s=float(setup.time_limit_s),
        attempts=setup.retry.attempts,
        backoff_s=float(setup.retry.backoff_s),
        backoff_cap_s=float(setup.retry.cap_s),
    )
