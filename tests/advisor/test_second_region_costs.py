"""What a second Region costs: copies and the data on its way, checks of names, and a keeper that always runs."""

from __future__ import annotations

from typing import Any

import pytest

from advisor import costing
from advisor.costing.charges import Charge
from advisor.costing.context import Context
from advisor.errors import NotKnownError
from advisor.spread import Spread
from advisor.usage.profile import Usage
from tests.advisor.stack_files import DAY, PROJECT, bucket, resources, state, urn
from tests.advisor.test_costing import charged, why_free

RECORD, CHECK = "aws:route53/record:Record", "aws:route53/healthCheck:HealthCheck"
COPYING = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
AWAY = f"urn:pulumi:prod::{PROJECT}::pulumi:providers:aws::away"
MINUTES = 730 * 60


def copying(**destination: Any) -> list[dict[str, Any]]:
    """Two buckets, one of them behind a provider of another Region, and what copies from one to the other."""
    token, copy = "aws:s3/bucket:Bucket", "copy"
    provider = {
        "urn": AWAY,
        "custom": True,
        "type": "pulumi:providers:aws",
        "inputs": {"region": "us-east-2"},
        "id": "id",
    }
    rule = {"status": "Enabled", "destination": {"bucket": "arn:aws:s3:::copy", **destination}}
    links = {"bucket": [urn(token, "runs")], "rules": [urn(token, copy)]}
    return [
        provider,
        bucket("runs"),
        bucket(copy, provider=AWAY),
        state(COPYING, "copying", {"bucket": "runs", "rules": [rule]}, links=links),
    ]


def test_copies_are_billed_by_data_and_by_the_promise_of_15_minutes() -> None:
    usage = "replication: {data_gb: 3, objects: 40}"
    timed = {"replicationTime": {"status": "Enabled", "time": {"minutes": 15}}}
    assert charged("copying", *copying(**timed), usage=usage) == {
        "transfer/to/us-east-2": Spread.exactly(3),
        "s3/put": Spread.exactly(40),
        "s3/replication-time-control": Spread.exactly(3),
    }
    assert "s3/replication-time-control" not in charged("copying", *copying())


def test_copies_are_written_and_billed_where_they_go() -> None:
    found = resources(*copying())
    (one,) = (resource for resource in found if resource.name == "copying")
    charges = [charge for charge in costing.charges(one, Context(found, Usage(), DAY)) if isinstance(charge, Charge)]
    assert {charge.item: charge.region for charge in charges} == {"transfer/to/us-east-2": None, "s3/put": "us-east-2"}


def test_a_rule_that_is_off_costs_nothing_and_a_strange_destination_is_not_known() -> None:
    states = copying()
    states[-1]["inputs"]["rules"][0]["status"] = "Disabled"
    assert charged("copying", *states) == {}
    alone = state(COPYING, "copying", {"rules": [{"status": "Enabled", "destination": {"bucket": "arn:aws:s3:::b"}}]})
    with pytest.raises(NotKnownError, match="the bucket that it copies to is not in the stack"):
        charged("copying", alone)


def test_a_replica_is_billed_with_its_backup_and_the_data_on_its_way() -> None:
    replica = {"regionName": "us-east-2", "pointInTimeRecovery": True}
    table = state("aws:dynamodb/table:Table", "t", {"billingMode": "PAY_PER_REQUEST", "replicas": [replica]})
    found = charged("t", table, usage="table: {writes: 1000000, storage_gb: 2}")
    assert found["dynamodb/pitr"] == Spread.exactly(2)
    assert found["transfer/to/us-east-2"].high == pytest.approx(1)  # a write unit has 1 KB at most


@pytest.mark.parametrize(
    ("given", "options"),
    [
        ({"type": "HTTP", "requestInterval": 30}, 0),
        ({"type": "HTTPS", "requestInterval": 30}, 1),
        ({"type": "HTTPS", "requestInterval": 10}, 2),
        ({"type": "HTTPS_STR_MATCH", "requestInterval": 10, "measureLatency": True}, 4),
        ({"type": "TCP"}, 0),
        ({"type": "CLOUDWATCH_METRIC", "cloudwatchAlarmName": "a"}, 0),
        ({"type": "CALCULATED"}, 0),
    ],
)
def test_a_health_check_is_billed_by_what_it_does(given: dict[str, Any], options: int) -> None:
    wanted = {"route53/health-check": Spread.exactly(1)}
    if options:
        wanted["route53/health-check-option"] = Spread.exactly(options)
    assert charged("check", state(CHECK, "check", given)) == wanted


def test_a_record_is_free_as_an_alias_and_else_billed_by_queries() -> None:
    assert "alias" in why_free("record", state(RECORD, "record", {"aliases": [{"name": "a"}]}))
    found = charged("record", state(RECORD, "record", {"records": ["1.2.3.4"]}), usage="name: {queries: 7}")
    assert found == {"route53/query": Spread.exactly(7)}


@pytest.mark.parametrize("token", ["aws:lambda/eventSourceMapping:EventSourceMapping"])
def test_a_mapping_is_billed_by_what_it_reads(token: str) -> None:
    assert "not billed" in why_free("mapping", state(token, "mapping", {}))


def keeper(**variables: str) -> dict[str, Any]:
    inputs = {"memorySize": 1024, "architectures": ["arm64"], "environment": {"variables": variables}}
    return state("aws:lambda/function:Function", "keeper", inputs)


def test_a_keeper_runs_nearly_all_the_time() -> None:
    found = charged("keeper", keeper(LOOKS_PER_MINUTE="6", LEASE_RULES="{}"))
    assert found["lambda/requests"] == Spread.exactly(MINUTES)
    assert found["lambda/duration/arm64"].expected == pytest.approx(MINUTES * 51)
    assert found["lambda/duration/arm64"].high < MINUTES * 60


def test_what_a_usage_file_says_of_a_keeper_counts() -> None:
    usage = "overrides: [{match: keeper, function: {requests: 5, duration_ms: 1000}}]"
    found = charged("keeper", keeper(LOOKS_PER_MINUTE="6", LEASE_RULES="{}"), usage=usage)
    assert found["lambda/duration/arm64"] == Spread.exactly(5)


@pytest.mark.parametrize("variables", [{"LOOKS_PER_MINUTE": "6"}, {"LOOKS_PER_MINUTE": "x", "LEASE_RULES": "{}"}, {}])
def test_another_function_is_billed_by_its_usage(variables: dict[str, str]) -> None:
    assert charged("keeper", keeper(**variables))["lambda/requests"] == Usage().function.requests
