"""A quota of requests and of tokens a minute: Bedrock."""

from __future__ import annotations

import math
from heapq import heappop, heappush
from typing import Any, NamedTuple

import numpy as np

from advisor.simulation.kernels.compiler import compiled
from advisor.simulation.kernels.outcomes import ANSWERED, THROTTLED

CALLS, TOKENS, CLOCK = 0, 1, 2
"""Places in the loop's state: what is left of either quota, and when that was so."""
GOLDEN = 0.6180339887498949


class Rules(NamedTuple):
    """The quotas, as buckets that hold so much and are refilled evenly; ``inf`` for none. Back-off in seconds."""

    calls_per_s: float
    calls_held: float
    tokens_per_s: float
    tokens_held: float
    attempts: int
    backoff_s: float
    backoff_cap_s: float


class Requests(NamedTuple):
    """Arrays in order of arrival: ``reserved`` tokens are taken at the start, and count as ``counted`` at the end."""

    arrivals: Any
    service: Any
    reserved: Any
    counted: Any
    jitter: Any


class Marks(NamedTuple):
    """What the loop writes for each request."""

    outcome: Any
    began: Any
    ended: Any


@compiled
def _refill(now: float, rules: Any, level: Any) -> None:
    """What flows into the buckets until ``now``; an infinite bucket stays so."""
    waited = now - level[CLOCK]
    level[CLOCK] = now
    if rules.calls_held < math.inf:
        level[CALLS] = min(rules.calls_held, level[CALLS] + waited * rules.calls_per_s)
    if rules.tokens_held < math.inf:
        level[TOKENS] = min(rules.tokens_held, level[TOKENS] + waited * rules.tokens_per_s)


@compiled
def _settle(now: float, rules: Any, level: Any, returns: Any) -> None:
    """Give back what was reserved and not used by the calls that have ended."""
    while returns[0][0] <= now:
        ended, tokens = heappop(returns)
        _refill(ended, rules, level)
        level[TOKENS] = min(rules.tokens_held, level[TOKENS] + tokens)
    _refill(now, rules, level)


@compiled
def _delay(attempt: int, jitter: float, rules: Any) -> float:
    """How long a throttled client waits: a part of a time that doubles, another one at each attempt."""
    return float((jitter + attempt * GOLDEN) % 1.0 * min(rules.backoff_cap_s, rules.backoff_s * 2.0**attempt))


@compiled
def admit(requests: Requests, rules: Rules, marks: Marks) -> None:
    """Take or throttle every request in order of time, retries among them.

    Args:
        requests: Who comes when, takes how long and needs how many tokens.
        rules: The quotas.
        marks: Written for each request.
    """
    arrivals, service, reserved, counted, jitter = requests
    outcome, began, ended = marks
    level = np.array([rules.calls_held, rules.tokens_held, 0.0])
    returns = [(math.inf, 0.0)]
    retries = [(math.inf, -1, 0)]
    arrived = 0
    while arrived < arrivals.size or len(retries) > 1:
        if arrived < arrivals.size and arrivals[arrived] < retries[0][0]:
            now, number, attempt = arrivals[arrived], arrived, 0
            arrived += 1
        else:
            now, number, attempt = heappop(retries)
        _settle(now, rules, level, returns)
        began[number] = now
        ended[number] = now
        if level[CALLS] >= 1.0 and level[TOKENS] >= reserved[number]:
            level[CALLS] -= 1.0
            level[TOKENS] -= reserved[number]
            ended[number] = now + service[number]
            outcome[number] = ANSWERED
            unused = reserved[number] - counted[number]
            if unused != 0.0 and rules.tokens_held < math.inf:
                heappush(returns, (ended[number], unused))
        elif attempt + 1 < rules.attempts:
            heappush(retries, (now + _delay(attempt, jitter[number], rules), number, attempt + 1))
        else:
            outcome[number] = THROTTLED
