"""Bedrock, on demand and provisioned."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from advisor.simulation.draws import JITTER, NOTHING, SERVICE, TOKENS_IN, TOKENS_OUT, Draws
from advisor.simulation.kernels import quota as kernel
from advisor.simulation.results import Simulated, Timeline
from advisor.simulation.runs.tally import Tally
from advisor.simulation.setups.bedrock import BedrockOnDemandSetup, BedrockProvisionedSetup
from advisor.simulation.timelines import MINUTE_S, minutes
from advisor.simulation.trace import Trace

Floats = NDArray[np.float64]


def run_quota(trace: Trace, setup: BedrockOnDemandSetup | BedrockProvisionedSetup, draws: Draws) -> Simulated:
    """Send a trace to a foundation model."""
    tally = Tally(trace)
    tokens_in = _tokens(setup.tokens.mean_in, setup.tokens.spread, TOKENS_IN, trace.requests, draws)
    tokens_out = _tokens(setup.tokens.mean_out, setup.tokens.spread, TOKENS_OUT, trace.requests, draws)
    counted, reserved, quota = _quota(setup, tokens_in, tokens_out)
    service = setup.service.seconds(draws.normals(SERVICE))
    if setup.ms_per_output_token:
        service += tokens_out * (setup.ms_per_output_token / 1000)
    jitter = draws.uniforms(JITTER) if setup.retry.attempts > 1 else NOTHING
    work = kernel.Requests(trace.arrivals_s, service, reserved, counted, jitter)
    kernel.admit(work, _rules(setup, quota), kernel.Marks(tally.outcome, tally.began, tally.ended))
    answered = tally.answered
    units = setup.units if isinstance(setup, BedrockProvisionedSetup) else 0
    timeline = _timeline(trace, tally, counted, quota)
    return replace(
        tally.simulated(setup, timeline, tally.busy_seconds(), draws.seed),
        provisioned_seconds=units * trace.duration_s,
        tokens_in=int(tokens_in.sum(where=answered)),
        tokens_out=int(tokens_out.sum(where=answered)),
    )


def _tokens(mean: float, spread: float, kind: int, requests: int, draws: Draws) -> Floats:
    """Whole tokens of each request; lognormal with the mean that was asked for, before rounding."""
    if spread == 0:
        return np.full(requests, float(round(mean)))
    return np.rint(mean * np.exp(spread * draws.normals(kind) - spread**2 / 2))


def _quota(
    setup: BedrockOnDemandSetup | BedrockProvisionedSetup, tokens_in: Floats, tokens_out: Floats
) -> tuple[Floats, Floats, float]:
    """What each request counts, what it reserves at its start, and the tokens of a minute."""
    if isinstance(setup, BedrockProvisionedSetup):
        counted = tokens_in + tokens_out
        return counted, counted, setup.units * setup.tokens_per_minute_per_unit
    counted = tokens_in + tokens_out * setup.burndown
    quota = math.inf if setup.tokens_per_minute is None else float(setup.tokens_per_minute)
    if setup.max_tokens is None:
        return counted, counted, quota
    return counted, tokens_in + setup.max_tokens, quota


def _rules(setup: BedrockOnDemandSetup | BedrockProvisionedSetup, tokens: float) -> kernel.Rules:
    calls = math.inf
    if isinstance(setup, BedrockOnDemandSetup) and setup.requests_per_minute is not None:
        calls = float(setup.requests_per_minute)
    held = setup.quota_window_s / MINUTE_S
    return kernel.Rules(
        calls_per_s=0.0 if math.isinf(calls) else calls / MINUTE_S,
        calls_held=max(1.0, calls * held),
        tokens_per_s=0.0 if math.isinf(tokens) else tokens / MINUTE_S,
        tokens_held=tokens * held,
        attempts=setup.retry.attempts,
        backoff_s=float(setup.retry.backoff_s),
        backoff_cap_s=float(setup.retry.cap_s),
    )


def _timeline(trace: Trace, tally: Tally, counted: Floats, quota: float) -> Timeline:
    """Tokens of the calls that began in each minute, against the quota."""
    starts = minutes(trace.duration_s)
    began = tally.answered & (tally.began < trace.duration_s)
    places = (tally.began[began] / MINUTE_S).astype(np.int64)
    used = np.bincount(places, weights=counted[began], minlength=starts.size)
    widths = np.minimum(MINUTE_S, trace.duration_s - starts)
    return Timeline(starts, np.full(starts.size, quota), used * MINUTE_S / widths, "tokens per minute")
