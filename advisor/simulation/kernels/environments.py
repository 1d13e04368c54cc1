"""Execution environments that come with the requests: Lambda, and SageMaker serverless inference."""

from __future__ import annotations

import math
from heapq import heappop, heappush
from typing import Any, NamedTuple

import numpy as np

from advisor.simulation.kernels.compiler import compiled
from advisor.simulation.kernels.outcomes import ANSWERED, THROTTLED, TIMEOUT

WARM, COLD, PROVISIONED, NONE = 0, 1, 2, 3
ALIVE, FREE_PROVISIONED, BUSY, BUSY_PROVISIONED, IDLE, OLDEST = 0, 1, 2, 3, 4, 5
"""Places in the counts: on-demand environments; provisioned ones with nothing to do; entries of the three pools; and
where in the ring of idle ones the one is that has waited longest."""
GOLDEN = 0.6180339887498949


class Rules(NamedTuple):
    """What the service allows; times in seconds, ``inf`` for no limit."""

    limit: int
    provisioned: int
    idle_expiry_s: float
    starts_per_s: float
    starts_at_once: float
    time_limit_s: float
    attempts: int
    backoff_s: float
    backoff_cap_s: float


class Requests(NamedTuple):
    """Arrays of the same length, in order of arrival; ``jitter`` in 0..1 is read when there are retries only."""

    arrivals: Any
    service: Any
    cold: Any
    jitter: Any


class Marks(NamedTuple):
    """What the loop writes for each request."""

    outcome: Any
    began: Any
    ended: Any
    kind: Any


@compiled
def _push(heap: Any, size: int, value: float) -> None:
    """Put a value into a heap that holds ``size``; heapq's own functions, on a list, take four times as long."""
    place = size
    while place > 0:
        above = (place - 1) >> 1
        if heap[above] <= value:
            break
        heap[place] = heap[above]
        place = above
    heap[place] = value


@compiled
def _pop(heap: Any, size: int) -> float:
    """Take the least value out of a heap that holds ``size``."""
    least = heap[0]
    last = heap[size - 1]
    place = 0
    while True:
        child = 2 * place + 1
        if child >= size - 1:
            break
        if child + 1 < size - 1 and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= last:
            break
        heap[place] = heap[child]
        place = child
    heap[place] = last
    return float(least)


@compiled
def _settle(now: float, rules: Any, counts: Any, busy: Any, busy_provisioned: Any, idle: Any, changes: Any) -> None:
    """Environments that have finished are idle, and those that were idle for too long are gone."""
    while counts[BUSY_PROVISIONED] > 0 and busy_provisioned[0] <= now:
        _pop(busy_provisioned, counts[BUSY_PROVISIONED])
        counts[BUSY_PROVISIONED] -= 1
        counts[FREE_PROVISIONED] += 1
    while counts[BUSY] > 0 and busy[0] <= now:
        idle[(counts[OLDEST] + counts[IDLE]) % idle.size] = _pop(busy, counts[BUSY])
        counts[BUSY] -= 1
        counts[IDLE] += 1
    while counts[IDLE] > 0 and idle[counts[OLDEST]] + rules.idle_expiry_s <= now:
        counts[ALIVE] -= 1
        changes.append((idle[counts[OLDEST]] + rules.idle_expiry_s, float(counts[ALIVE])))
        counts[OLDEST] = (counts[OLDEST] + 1) % idle.size
        counts[IDLE] -= 1


@compiled
def _may_start(now: float, rules: Any, counts: Any, allowance: Any) -> bool:
    """Whether one more environment fits under the limit and under the rate at which they are started."""
    if counts[ALIVE] >= rules.limit - rules.provisioned:
        return False
    if rules.starts_at_once == math.inf:
        return True
    allowance[0] = min(rules.starts_at_once, allowance[0] + (now - allowance[1]) * rules.starts_per_s)
    allowance[1] = now
    if allowance[0] < 1.0:
        return False
    allowance[0] -= 1.0
    return True


@compiled
def _take(now: float, rules: Any, counts: Any, allowance: Any, changes: Any) -> int:
    """Which environment a request gets: a provisioned one, else the one used last, else a new one, else none."""
    if counts[FREE_PROVISIONED] > 0:
        counts[FREE_PROVISIONED] -= 1
        counts[BUSY_PROVISIONED] += 1
        return PROVISIONED
    if counts[IDLE] > 0:
        counts[IDLE] -= 1
        counts[BUSY] += 1
        return WARM
    if _may_start(now, rules, counts, allowance):
        counts[ALIVE] += 1
        counts[BUSY] += 1
        changes.append((now, float(counts[ALIVE])))
        return COLD
    return NONE


@compiled
def _delay(attempt: int, jitter: float, rules: Any) -> float:
    """How long a throttled client waits: a part of a time that doubles, another one at each attempt."""
    return float((jitter + attempt * GOLDEN) % 1.0 * min(rules.backoff_cap_s, rules.backoff_s * 2.0**attempt))


@compiled
def serve(requests: Requests, rules: Rules, marks: Marks) -> list[tuple[float, float]]:
    """Serve every request in order of time, retries among them.

    An environment that finishes at the moment of an arrival is idle for it.

    Args:
        requests: Who comes when and takes how long.
        rules: What the service allows.
        marks: Written for each request.

    Returns:
        When the number of on-demand environments changed, and to what, from 0 on.
    """
    arrivals, service, cold, jitter = requests
    outcome, began, ended, kinds = marks
    busy = np.empty(rules.limit - rules.provisioned + 1)
    idle = np.empty(busy.size)
    busy_provisioned = np.empty(rules.provisioned + 1)
    counts = np.zeros(6, np.int64)
    counts[FREE_PROVISIONED] = rules.provisioned
    allowance = np.array([rules.starts_at_once, 0.0])
    changes = [(0.0, 0.0)]
    retries = [(math.inf, -1, 0)]
    arrived = 0
    while arrived < arrivals.size or len(retries) > 1:
        if arrived < arrivals.size and arrivals[arrived] < retries[0][0]:
            now, number, attempt = arrivals[arrived], arrived, 0
            arrived += 1
        else:
            now, number, attempt = heappop(retries)
        _settle(now, rules, counts, busy, busy_provisioned, idle, changes)
        kind = _take(now, rules, counts, allowance, changes)
        if kind == NONE and attempt + 1 < rules.attempts:
            heappush(retries, (now + _delay(attempt, jitter[number], rules), number, attempt + 1))
            continue
        lasts = 0.0 if kind == NONE else min(service[number], rules.time_limit_s)
        if kind == COLD:
            lasts += cold[number]
        if kind == PROVISIONED:
            _push(busy_provisioned, counts[BUSY_PROVISIONED] - 1, now + lasts)
        elif kind != NONE:
            _push(busy, counts[BUSY] - 1, now + lasts)
        kinds[number] = kind
        began[number] = now
        ended[number] = now + lasts
        outcome[number] = THROTTLED if kind == NONE else TIMEOUT if service[number] > rules.time_limit_s else ANSWERED
    return changes
