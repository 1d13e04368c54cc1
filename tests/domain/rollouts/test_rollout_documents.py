"""What a stack asks for, records and what is in service: read as written, and refused with a clear error."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.rollouts.current import Current, CurrentError, Served, parse_current
from domain.rollouts.record import Before, Deployment, Source, new_id, parse_deployment
from domain.rollouts.targets import Targets, parse_targets
from domain.rollouts.wanted import Rollout, RolloutKind, parse_rollout

ENDPOINT: dict[str, Any] = {"name": "digits", "kind": "serverless", "alarms": ["errors"]}
CANARY = {"kind": "canary", "percent": 10}
START = datetime(2026, 11, 26, 5, tzinfo=UTC)


def test_targets_are_read_as_written() -> None:
    found = parse_targets({"endpoint": {**ENDPOINT, "rollout": CANARY}, "http": {"alarms": ["a"], "rollout": CANARY}})
    assert parse_targets(json.dumps(found.to_document())) == found
    assert found.timeout_minutes == 120


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({}, "nothing would be deployed"),
        ([], "an object with endpoint and http"),
        ({"endpoint": None, "http": None}, "nothing would be deployed"),
        ({"other": 1}, "an object with endpoint and http"),
        ({"endpoint": {"name": "digits"}}, "with name and kind"),
        ({"endpoint": {**ENDPOINT, "kind": "batch"}}, "serverless, realtime"),
        ({"endpoint": {**ENDPOINT, "size": 1}}, "an object of name, kind"),
        ({"endpoint": {**ENDPOINT, "name": "a b"}}, "endpoint.name"),
        ({"endpoint": {**ENDPOINT, "memory_mb": 1000}}, "endpoint.memory_mb"),
        ({"endpoint": {**ENDPOINT, "max_concurrency": 0}}, "endpoint.max_concurrency"),
        ({"endpoint": {**ENDPOINT, "kind": "realtime"}}, "endpoint.instance_type"),
        ({"endpoint": {**ENDPOINT, "alarms": [""]}}, "endpoint.alarms"),
        ({"endpoint": {**ENDPOINT, "alarms": [f"a{n}" for n in range(11)]}}, "at most 10"),
        ({"endpoint": {**ENDPOINT, "alarms": [], "rollout": CANARY}}, "at least one: without an alarm"),
        ({"http": {"rollout": {"kind": "rolling"}, "alarms": ["a"]}}, "it has no fleet"),
        ({"http": {"rollout": {"kind": "slow"}}}, "rollout.kind"),
        ({"http": {"rollout": {"no_data": "hope"}}}, "rollout.no_data"),
        ({"http": {"rollout": {"speed": 1}}}, "rollout ="),
        ({"http": {"rollout": {"kind": "canary", "percent": 51}, "alarms": ["a"]}}, "from 1 to 50"),
        ({"http": {"rollout": {"kind": "linear", "percent": 9}, "alarms": ["a"]}}, "from 10 to 50"),
        ({"http": {"rollout": {"step_minutes": 61}}}, "at most 60 minutes"),
        ({"http": {"rollout": {"step_minutes": float("nan")}}}, "step_minutes"),
        ({"http": {"rollout": {"timeout_minutes": 481}}}, "at most 480 minutes"),
        ({"http": {"rollout": {"timeout_minutes": 5}}}, "longer than all waits together"),
    ],
)
def test_targets_that_cannot_be_are_refused(document: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_targets(document)


def test_shares_rise_to_one() -> None:
    assert Rollout().shares == (1.0,)
    assert Rollout(RolloutKind.CANARY, 10).shares == (0.1, 1.0)
    assert Rollout(RolloutKind.LINEAR, 25).shares == (0.25, 0.5, 0.75, 1.0)
    assert parse_rollout({}) == Rollout()


def made(model: str = "digits", version: str = "0123456789abcdef") -> Deployment:
    targets = parse_targets({"endpoint": ENDPOINT, "http": {"alarms": ["a"]}})
    source = Source(model, version, "arn:package", "image", "s3://bucket/key", {"A": "1"})
    return Deployment("0123456789ab", source, targets, Before("old", "v1", "v0", Served("d", "v1")), START)


def test_a_record_is_read_as_written() -> None:
    record = replace(made(), step=1, step_at=START, reason="because")
    assert parse_deployment(record.to_json()) == record


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", made().to_json().replace("forward", "sideways")])
def test_a_record_that_cannot_be_used_is_one_clear_error(text: str) -> None:
    with pytest.raises(ValueError, match="the record of a deployment cannot be used"):
        parse_deployment(text)


@pytest.mark.parametrize("version", ["1", "1.2.3", "v" * 63])
def test_names_are_ones_that_sagemaker_takes(version: str) -> None:
    name = made("m" * 32, version).resource_name
    assert len(name) <= 63
    assert "." not in name
    assert name.endswith("-0123456789ab")


def test_two_deployments_of_one_package_have_two_names() -> None:
    assert new_id("arn", START, "a") != new_id("arn", START, "b")


NEW, OLD, OLDER = (Served(f"d{n}", f"v{n}", "digits", f"config-{n}", f"model-{n}") for n in (3, 2, 1))


def test_the_one_before_the_previous_is_retired() -> None:
    current = Current(OLD, OLDER, "d3")
    settled = current.settled(NEW, OLD)
    assert settled == Current(NEW, OLD, "", (OLDER,))
    assert settled.settled(NEW, OLD) == settled
    assert settled.without({OLDER}) == Current(NEW, OLD)
    assert parse_current(settled.to_json()) == settled


def test_what_serves_or_served_last_is_never_retired() -> None:
    again = Served("d4", "v1", "digits", OLDER.config)
    assert Current(OLD, OLDER, "d4").settled(again, OLD).retired == ()


def test_one_deployment_at_a_time() -> None:
    current = Current(pending="d1")
    assert current.claimed("d1") == current
    with pytest.raises(CurrentError, match="deployment d1 is at work"):
        current.claimed("d2")
    assert current.released("d2") == current
    assert current.released("d1").claimed("d2").pending == "d2"


def test_going_back_and_forth() -> None:
    current = Current(NEW, OLD)
    assert current.swapped() == Current(OLD, NEW)
    assert current.swapped().swapped() == current
    with pytest.raises(CurrentError, match="no earlier deployment"):
        Current(NEW).swapped()
    with pytest.raises(CurrentError, match="d1 is at work"):
        Current(NEW, OLD, "d1").swapped()


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"live":1,"previous":null,"pending":"","retired":[]}', "[" * 100_000]
)
def test_a_current_document_that_cannot_be_used_is_one_clear_error(text: str) -> None:
    with pytest.raises(CurrentError, match=r"current\.json cannot be used"):
        parse_current(text)


def test_what_served_before_the_first_deployment_of_ours_is_kept_and_not_ours() -> None:
    record = replace(made(), before=Before("by-pulumi", "v1"))
    assert record.found == Served("", "v1", "digits", "by-pulumi")
    assert replace(record, targets=Targets(None, record.targets.http)).found is None
