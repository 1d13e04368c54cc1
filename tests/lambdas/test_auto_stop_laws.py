"""The laws of auto-stop, on the function's own path: whatever the state of an endpoint, safety holds.

100,000 random endpoints in fleets of 500, with every action and environment; a failing fleet is named by its seed. What
a fleet is made of and what is expected of it are said here anew, from the issue, not taken from the code under test.
"""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.cost import AutoStopAction, EndpointFacts, decide_auto_stop
from lambdas.auto_stop.judge import Rules
from tests.lambdas.auto_stop_cloud import MINE, Cloud, Endpoint, Part, Stack

FLEET, FLEETS = 500, 200
ACTIONS = list(AutoStopAction)
ENVIRONMENTS = ["sandbox", "staging", "prod", "production"]
STATUSES = ["InService"] * 12 + ["Updating", "Creating", "SystemUpdating", "RollingBack", "Failed", "Deleting"]
TAGS = [{}] * 6 + [
    {"DoNotAutoStop": "true"},
    {"ProtectionLevel": "critical"},
    {"donotautostop": " TRUE "},
    {"DoNotAutoStop": "false"},
    {"ProtectionLevel": "low"},
]
PROTECTING = {("donotautostop", "true"), ("protectionlevel", "critical")}
reached: Counter[str] = Counter()


def part(random: Random, name: str, **given: Any) -> Part:
    calls = random.choice([0, 0, 0, 1, 500])
    return Part(name, count=random.choice([0, 1, 2, 5]), calls=calls, heard=random.random() < 0.9, **given)


def endpoint(random: Random, name: str) -> Endpoint:
    tags = {**MINE, **random.choice(TAGS)}
    status, age = random.choice(STATUSES), random.choice([0, 5, 59, 60, 61, 10_000])
    kind = random.choice(["plain", "plain", "several", "components", "serverless", "async"])
    if kind == "serverless":
        calls = random.choice([0, 7])
        return Endpoint(name, [Part("v", count=None, calls=calls, heard=False)], [], tags, status, age)
    if kind == "components":
        shared = Part("v", count=random.choice([0, 1, 2]), own_model=False, managed_minimum=0)
        parts = [
            part(random, f"{name}-{number}", tags=random.choice(TAGS), status=random.choice(STATUSES))
            for number in range(random.randint(1, 3))
        ]
        return Endpoint(name, [shared], parts, tags, status, age)
    variants = [part(random, f"v{number}") for number in range(3 if kind == "several" else 1)]
    backlog = random.choice([0.0, 0.0, 4.0]) if kind == "async" else None
    return Endpoint(name, variants, [], tags, status, age, backlog)


def fleet(random: Random) -> Cloud:
    cloud = Cloud(*(endpoint(random, f"e{number}") for number in range(FLEET)))
    for one in cloud.endpoints.values():
        resources = [f"endpoint/{one.name}/variant/{variant.name}" for variant in one.variants]
        resources += [f"inference-component/{component.name}" for component in one.components]
        for resource in resources:
            if random.random() < 0.7:
                policy = random.choice(["", "StepScaling", "TargetTrackingScaling"])
                cloud.target(resource, random.choice([0, 1, 2]), 6, schedule=random.random() < 0.5, policy=policy)
    return cloud


def protected(one: Endpoint) -> bool:
    tags = [one.tags, *(component.tags for component in one.components)]
    return any((key.lower(), value.strip().lower()) in PROTECTING for some in tags for key, value in some.items())


def must_be_kept(one: Endpoint) -> str:
    """Why nothing may be done to an endpoint; empty when something may."""
    running = [variant for variant in one.variants if variant.count]
    reasons = {
        "protected": protected(one),
        "busy": any(part.calls for part in (*one.variants, *one.components)) or bool(one.backlog),
        "young": one.age_minutes < 60,
        "in change": one.status != "InService" or any(part.status != "InService" for part in one.components),
        "unknown": not running or not all(variant.heard for variant in running),
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def snapshot(cloud: Cloud) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, one in cloud.endpoints.items():
        parts = [(part.name, part.count) for part in (*one.variants, *one.components)]
        mine = [f"endpoint/{name}/variant/{part.name}" for part in one.variants]
        mine += [f"inference-component/{part.name}" for part in one.components]
        targets = [str(cloud.targets.get(resource)) for resource in mine]
        found[name] = (parts, targets, sorted(one.tags.items()))
    return found


@settings(max_examples=FLEETS, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32), st.sampled_from(ACTIONS), st.sampled_from(ENVIRONMENTS))
def check_fleet(seed: int, action: AutoStopAction, environment: str) -> None:
    cloud = fleet(Random(seed))
    reasons = {name: must_be_kept(one) for name, one in cloud.endpoints.items()}
    floors = {
        f"endpoint/{name}/variant/{variant.name}": variant
        for name, one in cloud.endpoints.items()
        if one.backlog is None
        for variant in one.variants
        if variant.own_model and variant.count
    }
    before = snapshot(cloud)
    stack = Stack(cloud, action=action, environment=environment)
    said = stack.run(dry_run=True)
    assert snapshot(cloud) == before
    assert (cloud.acts, cloud.rows) == ([], {}), "a dry run changes nothing"
    report = stack.run()
    assert not report.errors
    assert said.stopped == report.stopped, "a dry run takes the same decisions"
    assert report.seen == FLEET
    after = snapshot(cloud)
    for name, reason in reasons.items():
        reached[reason or ("stopped" if after.get(name) != before[name] else "left")] += 1
        if reason:
            assert after.get(name) == before[name], f"{name} is {reason}, and was changed (seed {seed})"
    if environment not in ("sandbox", "staging"):
        assert not cloud.calls["delete_endpoint"], f"deleted in {environment}"
    if action is not AutoStopAction.DELETE:
        assert len(cloud.endpoints) == FLEET
    assert all(variant.count for variant in floors.values()), "a variant with a model of its own fell below 1"
    cloud.acts.clear()
    assert not stack.run().stopped, "a second run finds nothing to do"
    assert cloud.acts == []


@pytest.mark.no_cover  # a line is not covered better the hundred-thousandth time; the tracing takes half of the time
def test_100000_endpoints_of_every_state_under_every_action_and_environment() -> None:
    reached.clear()
    check_fleet()
    assert sum(reached.values()) >= FLEET * FLEETS
    assert set(reached) == {"protected", "busy", "young", "in change", "unknown", "stopped", "left"}
    assert min(reached.values()) > FLEETS, f"each case is there often enough: {reached}"


TABLE = list(
    itertools.product(
        [{}, {"DoNotAutoStop": "true"}, {"ProtectionLevel": "critical"}],  # tags
        [True, False],  # tags known
        [0, 1],  # invocations
        [True, False],  # invocations known
        [59, 60],  # age
        [True, False],  # to zero
        [0, 1, 3],  # instances
        ["sandbox", "staging", "prod", "unheard-of"],
        ACTIONS,
    )
)


@pytest.mark.parametrize("action", ACTIONS)
def test_the_whole_table_of_decisions_is_safe(action: AutoStopAction) -> None:
    seen = Counter()
    for tags, tags_known, calls, calls_known, age, to_zero, count, environment, configured in TABLE:
        if configured is not action:
            continue
        facts = EndpointFacts("e", tags, calls, age, to_zero, count, tags_known, calls_known)
        found = decide_auto_stop(facts, environment=environment, configured_action=configured.value)
        seen[found.action] += 1
        if tags or not tags_known or calls or not calls_known or age < 60:
            assert found.action is AutoStopAction.KEEP
        if environment not in ("sandbox", "staging"):
            assert found.action is not AutoStopAction.DELETE
        if found.target_instances is not None:
            assert found.target_instances == (0 if to_zero else 1)
        assert found.reason
        assert (found.target_instances is None) == (found.action is not AutoStopAction.SCALE_DOWN)
    assert sum(seen.values()) == len(TABLE) / len(ACTIONS)
    assert action is AutoStopAction.KEEP or seen[action], "the table reaches the action"


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)), st.integers(1, 1440))  # noqa: DTZ001 - Hypothesis wants bounds without a zone
def test_every_call_of_the_idle_time_is_counted_in_whole_steps_of_the_metrics(now: datetime, idle_minutes: int) -> None:
    rules = Rules("staging", AutoStopAction.SCALE_DOWN, idle_minutes, MINE, {}, (), lambda _: None)
    start, end = rules.window(now)
    step = timedelta(minutes=5 if idle_minutes >= 15 else 1)
    assert start <= now - timedelta(minutes=idle_minutes) < start + step
    assert now <= end < now + step
    assert (end - start) % step == timedelta(0)
    assert start.second == start.microsecond == start.minute % (step // timedelta(minutes=1)) == 0
