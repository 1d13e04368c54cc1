"""A quota of requests and of tokens a minute: Bedrock."""

from __future__ import annotations

import math
from heapq import heappop, heappush
from typing import Any, NamedTuple

from advisor.simulation.kernels.compiler import compiled
from advisor.simulation.kernels.outcomes import ANSWERED, THROTTLED

GOLDEN = 0.6180339887498949


class Rules(NamedTuple):
    """The quotas: buckets that are refilled evenly; without one, ``inf`` is held and nothing flows. Back-off in s."""

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
def _filled(level: float, held: float, per_s: float, waited_s: float) -> float:
    """What a bucket holds after a while."""
    return float(min(held, level + waited_s * per_s))


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
    calls, tokens, clock = rules.calls_held, rules.tokens_held, 0.0
    returns = [(math.inf, 0.0)]
    due = math.inf
    retries = [(math.inf, -1, 0)]
    arrived = 0
    while arrived < arrivals.size or len(retries) > 1:
        if arrived < arrivals.size and arrivals[arrived] < retries[0][0]:
            now, number, attempt = arrivals[arrived], arrived, 0
            arrived += 1
        else:
            now, number, attempt = heappop(retries)
        calls = _filled(calls, rules.calls_held, rules.calls_per_s, now - clock)
        while due <= now:
            unused = heappop(returns)[1]
            tokens = _filled(tokens, rules.tokens_held, rules.tokens_per_s, due - clock)
            tokens = min(rules.tokens_held, tokens + unused)
            clock = due
            due = returns[0][0]
        tokens = _filled(tokens, rules.tokens_held, rules.tokens_per_s, now - clock)
        clock = now
        began[number] = ended[number] = now
        if calls >= 1.0 and tokens >= reserved[number]:
            calls -= 1.0
            tokens -= reserved[number]
            ended[number] = now + service[number]
            outcome[number] = ANSWERED
            if reserved[number] != counted[number]:
                heappush(returns, (ended[number], reserved[number] - counted[number]))
                due = returns[0][0]
        elif attempt + 1 < rules.attempts:
            heappush(retries, (now + _delay(attempt, jitter[number], rules), number, attempt + 1))
        else:
            outcome[number] = THROTTLED
