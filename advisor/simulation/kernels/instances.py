"""A first-in, first-out queue before instances that a scaling policy adds and removes.

Between two events that change the capacity, the first of the queue starts as soon as a slot is free. So requests are
placed one after the other up to the next event, and only what has started by then is decided.
"""

from __future__ import annotations

import math
from heapq import heappop, heappush, heapreplace
from typing import Any

import numpy as np

from advisor.simulation.kernels.compiler import compiled
from advisor.simulation.kernels.fleet import Marks, Requests, Rules
from advisor.simulation.kernels.outcomes import ANSWERED, NO_CAPACITY, TIMEOUT

UNITS, COMING, COMING_AT, RELEASE_AT, TICK_AT = 0, 1, 2, 3, 4
OUT_UNTIL, IN_UNTIL, HIGH, LOW, CALLS, COUNTED, MINIMUM, CHANGES, HEAD, SIZE = 5, 6, 7, 8, 9, 10, 11, 12, 13, 14
"""Places in the loop's state: units in service; units that were asked for, and when they come; when instances without
a copy are given back; the next datapoint; until when the cooldowns last; datapoints in a row above and below; calls
per unit since the last datapoint; arrivals counted; the minimum, how often it was changed; the first of the queue."""
PER_MINUTE, IN_FLIGHT = 1, 2
"""Metrics: calls a minute and unit; requests that wait or are served, per unit. 0 is none."""


@compiled
def _note(now: float, held: float, state: Any, log: Any) -> None:
    """Write down a change: when, units in service, and units that are paid for."""
    log[0].append(now)
    log[1].append(state[UNITS])
    log[2].append(max(state[UNITS], state[COMING], held))


@compiled
def _ask(now: float, wanted: float, rules: Any, state: Any, log: Any) -> None:
    """Ask for more units; those that were asked for already come when they come, and more of them."""
    if wanted <= max(state[UNITS], state[COMING]):
        return
    if state[COMING] == 0.0:
        state[COMING_AT] = now + (rules.provisioning_s if state[UNITS] > 0.0 else rules.wake_s)
    state[COMING] = wanted
    state[RELEASE_AT] = math.inf
    _note(now, 0.0, state, log)


@compiled
def _finish(number: int, began: float, ended: float, outcome: int, marks: Marks) -> None:
    marks.began[number] = began
    marks.ended[number] = ended
    marks.outcome[number] = outcome


@compiled
def _place(until: float, requests: Any, rules: Any, fleet: Any, marks: Any) -> None:
    """Start requests in their order, as long as one starts before ``until``."""
    state, slots, log = fleet
    arrivals = requests.arrivals
    head = int(state[HEAD])
    while head < arrivals.size and arrivals[head] < until:
        arrived = arrivals[head]
        if len(slots) == 0:
            _ask(arrived, max(1.0, state[MINIMUM]), rules, state, log)
            if not rules.refuses_at_zero:
                break
            until = min(until, state[COMING_AT])
            _finish(head, arrived, arrived, NO_CAPACITY, marks)
            head += 1
            continue
        start = max(arrived, slots[0])
        if start >= until:
            break
        if start - arrived > rules.wait_limit_s:
            late = arrived + rules.wait_limit_s
            _finish(head, late, late, rules.late, marks)
        else:
            lasts = min(requests.service[head], rules.serve_limit_s)
            ended = start + lasts
            heapreplace(slots, ended)
            fits = ended - arrived <= rules.total_limit_s and requests.service[head] <= rules.serve_limit_s
            _finish(head, start, ended, ANSWERED if fits else TIMEOUT, marks)
        head += 1
    state[HEAD] = head


@compiled
def _count(now: float, arrivals: Any, state: Any) -> None:
    """Count the arrivals before ``now``, each as a share of the units that are in service (1/n of CloudWatch)."""
    counted = int(state[COUNTED])
    while counted < arrivals.size and arrivals[counted] < now:
        counted += 1
    if state[UNITS] > 0.0:
        state[CALLS] += (counted - state[COUNTED]) / state[UNITS]
    state[COUNTED] = counted


@compiled
def _drop_late(now: float, arrivals: Any, rules: Any, state: Any, marks: Any) -> None:
    """Those that have waited for too long leave the queue."""
    head = int(state[HEAD])
    while head < arrivals.size and arrivals[head] + rules.wait_limit_s < now:
        late = arrivals[head] + rules.wait_limit_s
        _finish(head, late, late, rules.late, marks)
        head += 1
    state[HEAD] = head


@compiled
def _in_flight(now: float, state: Any, slots: Any) -> float:
    """Requests that wait or are being served."""
    busy = 0
    for free_at in slots:
        if free_at > now:
            busy += 1
    return float(state[COUNTED] - state[HEAD] + busy)


@compiled
def _remove(now: float, units: float, rules: Any, fleet: Any) -> None:
    """Take units out of service: idle ones first; a busy slot ends what it does."""
    state, slots, log = fleet
    for _ in range(int(state[UNITS] - units) * rules.concurrency):
        heappop(slots)
    held = state[UNITS] if units == 0.0 and rules.release_s > 0.0 else 0.0
    if held > 0.0:
        state[RELEASE_AT] = now + rules.release_s
    state[UNITS] = units
    _note(now, held, state, log)


@compiled
def _datapoint(now: float, rules: Any, state: Any, slots: Any) -> float:
    """The metric's value of the period that ends, and the counts in a row that make an alarm."""
    value = 0.0
    if rules.metric == PER_MINUTE:
        value = state[CALLS] * 60.0 / rules.period_s
    elif rules.metric == IN_FLIGHT and state[UNITS] > 0.0:
        value = _in_flight(now, state, slots) / state[UNITS]
    state[CALLS] = 0.0
    state[HIGH] = state[HIGH] + 1.0 if value > rules.target else 0.0
    state[LOW] = state[LOW] + 1.0 if value < rules.target * rules.low_share else 0.0
    return value


@compiled
def _is_idle(now: float, arrivals: Any, rules: Any, fleet: Any) -> bool:
    """Whether nothing has been asked for or served for long enough to go to zero."""
    state, slots, _ = fleet
    counted = int(state[COUNTED])
    last = arrivals[counted - 1] if counted > 0 else 0.0
    if state[HEAD] < counted or now - last < rules.idle_s:
        return False
    latest = 0.0
    for free_at in slots:
        latest = max(latest, free_at)
    return bool(now - latest >= rules.idle_s)


@compiled
def _tick(now: float, arrivals: Any, rules: Any, fleet: Any) -> None:
    """A datapoint arrives: the policy looks at it."""
    state, slots, log = fleet
    state[TICK_AT] = now + rules.period_s
    value = _datapoint(now, rules, state, slots)
    units = state[UNITS]
    if units == 0.0 or state[COMING] > 0.0:
        return
    if rules.metric > 0:
        wanted = math.ceil(units * value / rules.target - 1e-9)
        if state[HIGH] >= rules.datapoints_out and now >= state[OUT_UNTIL]:
            _ask(now, float(min(wanted, rules.maximum)), rules, state, log)
        elif state[LOW] >= rules.datapoints_in and now >= max(state[OUT_UNTIL], state[IN_UNTIL]):
            lowest = max(1.0, state[MINIMUM], float(wanted))
            if lowest < units:
                _remove(now, lowest, rules, fleet)
                state[IN_UNTIL] = now + rules.cooldown_in_s
    if rules.may_be_zero and state[MINIMUM] == 0.0 and _is_idle(now, arrivals, rules, fleet):
        _remove(now, 0.0, rules, fleet)


@compiled
def _event(now: float, requests: Any, rules: Any, fleet: Any, marks: Any) -> None:
    """What happens at ``now``: the minimum changes, units come, instances are given back, a datapoint arrives."""
    state, slots, log = fleet
    _drop_late(now, requests.arrivals, rules, state, marks)
    _count(now, requests.arrivals, state)
    changes = int(state[CHANGES])
    if changes < requests.minima_at.size and requests.minima_at[changes] <= now:
        state[CHANGES] += 1
        state[MINIMUM] = requests.minima_to[changes]
        _ask(now, state[MINIMUM], rules, state, log)
    if state[COMING_AT] <= now:
        for _ in range(int(state[COMING] - state[UNITS]) * rules.concurrency):
            heappush(slots, now)
        state[UNITS] = state[COMING]
        state[COMING] = 0.0
        state[COMING_AT] = math.inf
        state[OUT_UNTIL] = now + rules.cooldown_out_s
        _note(now, 0.0, state, log)
    if state[RELEASE_AT] <= now:
        state[RELEASE_AT] = math.inf
        _note(now, 0.0, state, log)
    if state[TICK_AT] <= now:
        _tick(now, requests.arrivals, rules, fleet)


@compiled
def serve(requests: Requests, rules: Rules, marks: Marks) -> tuple[Any, Any, Any]:
    """Serve every request, also those that still wait when the trace ends.

    Args:
        requests: Who comes when and takes how long.
        rules: The fleet.
        marks: Written for each request.

    Returns:
        When the capacity changed, to how many units in service, and to how many that are paid for.
    """
    state = np.zeros(SIZE)
    state[UNITS] = rules.units
    state[MINIMUM] = rules.minimum
    state[COMING_AT] = state[RELEASE_AT] = math.inf
    state[TICK_AT] = rules.period_s if rules.metric > 0 or rules.may_be_zero else math.inf
    slots = [0.0 for _ in range(rules.units * rules.concurrency)]
    log = ([0.0], [state[UNITS]], [state[UNITS]])
    fleet = (state, slots, log)
    while True:
        until = min(state[COMING_AT], state[RELEASE_AT], state[TICK_AT])
        if state[CHANGES] < requests.minima_at.size:
            until = min(until, requests.minima_at[int(state[CHANGES])])
        _place(until, requests, rules, fleet, marks)
        until = min(until, state[COMING_AT])
        done = state[HEAD] == requests.arrivals.size
        if until == math.inf or (done and until >= requests.duration_s):
            return np.array(log[0]), np.array(log[1]), np.array(log[2])
        _event(until, requests, rules, fleet, marks)
