"""Real-time endpoints, inference components and asynchronous endpoints."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from advisor.simulation.draws import SERVICE, Draws
from advisor.simulation.kernels import fleet as kernel
from advisor.simulation.kernels.instances import serve
from advisor.simulation.kernels.outcomes import EXPIRED, TIMEOUT
from advisor.simulation.results import Simulated, Timeline
from advisor.simulation.runs.tally import Tally
from advisor.simulation.setups.instances import AsyncSetup, ComponentsSetup, RealtimeSetup
from advisor.simulation.setups.scaling import LOW_SHARE, Metric, Minimum, Tracking
from advisor.simulation.timelines import average_in_use, average_of_steps, minutes, sum_of_steps
from advisor.simulation.trace import Trace

UNSCALED = Tracking(Metric.NONE, 1.0)


def run_instances(trace: Trace, setup: RealtimeSetup | ComponentsSetup | AsyncSetup, draws: Draws) -> Simulated:
    """Send a trace to instances."""
    tally = Tally(trace)
    minima = () if isinstance(setup, AsyncSetup) else setup.minima
    work = kernel.Requests(
        trace.arrivals_s,
        setup.service.seconds(draws.normals(SERVICE)),
        trace.duration_s,
        np.array([entry.at_s for entry in minima], dtype=np.float64),
        np.array([entry.units for entry in minima], dtype=np.float64),
    )
    at, units, paid = serve(work, _rules(setup, minima), kernel.Marks(tally.outcome, tally.began, tally.ended))
    shared = setup.copies_per_instance if isinstance(setup, ComponentsSetup) else 1
    timeline = Timeline(
        minutes(trace.duration_s),
        average_of_steps(at, units * setup.concurrency, trace.duration_s),
        average_in_use(tally.began, tally.ended, trace.duration_s),
        "slots",
    )
    return replace(
        tally.simulated(setup, timeline, tally.busy_seconds(), draws.seed),
        instance_seconds=sum_of_steps(at, np.ceil(paid / shared), trace.duration_s),
    )


def _rules(setup: RealtimeSetup | ComponentsSetup | AsyncSetup, minima: tuple[Minimum, ...]) -> kernel.Rules:
    tracking = setup.tracking or UNSCALED
    start = setup.copies if isinstance(setup, ComponentsSetup) else setup.instances
    queued = isinstance(setup, AsyncSetup)
    lowest = start if setup.minimum is None else setup.minimum
    return kernel.Rules(
        units=start,
        concurrency=setup.concurrency,
        minimum=lowest,
        maximum=start if setup.maximum is None else setup.maximum,
        metric=int(tracking.metric),
        target=float(tracking.target),
        period_s=float(tracking.period_s),
        datapoints_out=tracking.datapoints_out,
        datapoints_in=tracking.datapoints_in,
        low_share=LOW_SHARE,
        cooldown_out_s=float(tracking.cooldown_out_s),
        cooldown_in_s=float(tracking.cooldown_in_s),
        provisioning_s=float(setup.provisioning_s),
        wake_s=0.0 if isinstance(setup, RealtimeSetup) else float(setup.wake_s),
        idle_s=0.0 if isinstance(setup, RealtimeSetup) else float(setup.idle_s),
        release_s=float(setup.release_s) if isinstance(setup, ComponentsSetup) else 0.0,
        refuses_at_zero=not queued,
        may_be_zero=lowest == 0 or any(entry.units == 0 for entry in minima),
        wait_limit_s=float(setup.ttl_s) if isinstance(setup, AsyncSetup) else float(setup.time_limit_s),
        serve_limit_s=float(setup.time_limit_s) if queued else math.inf,
        total_limit_s=math.inf if queued else float(setup.time_limit_s),
        late=EXPIRED if queued else TIMEOUT,
    )
