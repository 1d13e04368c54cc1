"""Global tables as a client of two regions sees them: eventual and strong consistency, a border that closes."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

pytestmark = pytest.mark.server

HERE, THERE, WITNESS = "us-east-1", "us-east-2", "us-west-2"


class Table:
    def __init__(self, aws: Any, tools: Any, **settings: Any) -> None:
        self.name, self.tools = aws.name("table"), tools
        self.clients = {region: aws.client("dynamodb", region) for region in (HERE, THERE)}
        self.clients[HERE].create_table(
            TableName=self.name,
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
            **settings,
        )

    def update(self, **changes: Any) -> Any:
        return self.clients[HERE].update_table(TableName=self.name, **changes)["TableDescription"]

    def put(self, region: str, key: str, value: int, **more: Any) -> None:
        item = {"id": {"S": key}, "v": {"N": str(value)}}
        self.clients[region].put_item(TableName=self.name, Item=item, **more)

    def get(self, region: str, key: str, *, consistent: bool = False) -> int | None:
        found = self.clients[region].get_item(TableName=self.name, Key={"id": {"S": key}}, ConsistentRead=consistent)
        return int(found["Item"]["v"]["N"]) if "Item" in found else None

    def has(self, region: str, key: str, value: int | None) -> None:
        self.tools.eventually(lambda: self.get(region, key) == value, f"{key} is {value} in {region}")


@pytest.fixture
def tokens(aws: Any, tools: Any) -> Table:
    stream = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    table = Table(aws, tools, StreamSpecification=stream)
    table.put(HERE, "old", 1)
    table.update(ReplicaUpdates=[{"Create": {"RegionName": THERE}}])
    return table


@pytest.fixture
def ledger(aws: Any, tools: Any) -> Table:
    table = Table(aws, tools)
    table.update(
        MultiRegionConsistency="STRONG",
        ReplicaUpdates=[{"Create": {"RegionName": THERE}}],
        GlobalTableWitnessUpdates=[{"Create": {"RegionName": WITNESS}}],
    )
    return table


def test_writes_of_each_region_reach_the_other(tokens: Table) -> None:
    assert tokens.get(THERE, "old") == 1
    tokens.put(HERE, "a", 1)
    tokens.put(THERE, "b", 2)

    tokens.has(THERE, "a", 1)
    tokens.has(HERE, "b", 2)
    tokens.clients[THERE].delete_item(TableName=tokens.name, Key={"id": {"S": "a"}})
    tokens.has(HERE, "a", None)


def test_a_condition_sees_its_own_region_only_and_the_last_writer_wins(aws: Any, tokens: Table) -> None:
    fault = aws.admin.add_fault(kind="isolated", region=HERE)
    for region, value in ((HERE, 1), (THERE, 2)):
        tokens.put(region, "both", value, ConditionExpression="attribute_not_exists(id)")

    assert (tokens.get(HERE, "both"), tokens.get(THERE, "both")) == (1, 2)
    aws.admin.clear_faults(fault)
    tokens.has(HERE, "both", 2)
    assert tokens.get(THERE, "both") == 2


def test_a_cancelled_transaction_is_not_replicated(tokens: Table) -> None:
    put = {"Put": {"TableName": tokens.name, "Item": {"id": {"S": "half"}, "v": {"N": "1"}}}}
    check = {"TableName": tokens.name, "Key": {"id": {"S": "old"}}, "ConditionExpression": "v = :no"}
    refused = {"ConditionCheck": {**check, "ExpressionAttributeValues": {":no": {"N": "9"}}}}
    with pytest.raises(ClientError, match="TransactionCanceled"):
        tokens.clients[HERE].transact_write_items(TransactItems=[put, refused])
    tokens.put(HERE, "after", 1)

    tokens.has(THERE, "after", 1)
    assert tokens.get(THERE, "half") is None


def test_replicas_are_described_kept_alike_and_deleted(tokens: Table) -> None:
    tokens.clients[HERE].update_time_to_live(
        TableName=tokens.name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "ttl"}
    )
    there = tokens.clients[THERE].describe_table(TableName=tokens.name)["Table"]

    assert there["GlobalTableVersion"] == "2019.11.21"
    assert [one["RegionName"] for one in there["Replicas"]] == [THERE, HERE]
    assert f":{THERE}:" in there["LatestStreamArn"]
    ttl = tokens.clients[THERE].describe_time_to_live(TableName=tokens.name)["TimeToLiveDescription"]
    assert ttl["AttributeName"] == "ttl"
    assert "Replicas" not in tokens.update(ReplicaUpdates=[{"Delete": {"RegionName": THERE}}])
    with pytest.raises(ClientError, match="ResourceNotFound"):
        tokens.get(THERE, "old")


def test_strong_consistency_is_one_store(ledger: Table) -> None:
    ledger.put(HERE, "lease", 1, ConditionExpression="attribute_not_exists(id)")

    assert ledger.get(THERE, "lease", consistent=True) == 1
    with pytest.raises(ClientError, match="ConditionalCheckFailed"):
        ledger.put(THERE, "lease", 2, ConditionExpression="attribute_not_exists(id)")


def test_a_region_on_its_own_has_no_quorum_and_reads_what_it_had(aws: Any, ledger: Table) -> None:
    ledger.put(HERE, "lease", 1)
    fault = aws.admin.add_fault(kind="isolated", region=HERE)
    ledger.put(THERE, "lease", 2)

    assert (ledger.get(HERE, "lease"), ledger.get(THERE, "lease", consistent=True)) == (1, 2)
    with pytest.raises(ClientError, match="no quorum"):
        ledger.put(HERE, "lease", 3)
    with pytest.raises(ClientError, match="no quorum"):
        ledger.get(HERE, "lease", consistent=True)
    aws.admin.clear_faults(fault)
    assert ledger.get(HERE, "lease", consistent=True) == 2


def test_without_its_witness_two_replicas_go_on(aws: Any, ledger: Table) -> None:
    aws.admin.add_fault(kind="region_down", region=WITNESS)

    ledger.put(HERE, "a", 1)
    assert ledger.get(THERE, "a", consistent=True) == 1


def test_strong_consistency_has_neither_transactions_nor_time_to_live(ledger: Table) -> None:
    client, put = ledger.clients[HERE], {"TableName": ledger.name, "Item": {"id": {"S": "a"}}}
    with pytest.raises(ClientError, match="no transactions"):
        client.transact_write_items(TransactItems=[{"Put": put}])
    ttl = {"Enabled": True, "AttributeName": "ttl"}
    with pytest.raises(ClientError, match="no time to live"):
        client.update_time_to_live(TableName=ledger.name, TimeToLiveSpecification=ttl)
    with pytest.raises(ClientError, match="delete its other replicas"):
        client.delete_table(TableName=ledger.name)


def test_a_conflicting_write_is_refused_on_demand(aws: Any, ledger: Table) -> None:
    aws.admin.add_fault(kind="write_conflict", service="dynamodb", match=ledger.name, count=1)

    with pytest.raises(ClientError, match="ReplicatedWriteConflictException"):
        ledger.put(HERE, "a", 1)
    ledger.put(HERE, "a", 2)


def test_a_region_that_is_down_answers_nobody(aws: Any, ledger: Table) -> None:
    aws.admin.add_fault(kind="region_down", region=THERE)

    with pytest.raises(ConnectionClosedError):
        ledger.get(THERE, "a")
    ledger.put(HERE, "a", 1)
