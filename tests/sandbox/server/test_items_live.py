"""Calls about items: the short way and moto's own give the same answers and leave the same items."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.server

MOTOS_WAY = {"ReturnConsumedCapacity": "NONE"}
"""A member that the short way leaves to moto."""
KEYS = st.sampled_from(["a", "b", "c"])
NAMES = ("state", "epoch", "region", "nested")
VALUES = st.one_of(
    st.builds(lambda text: {"S": text}, st.sampled_from(["", "x", "open", "done"])),
    st.builds(lambda number: {"N": str(number)}, st.integers(-3, 3)),
    st.builds(lambda truth: {"BOOL": truth}, st.booleans()),
    st.builds(lambda number: {"M": {"in": {"L": [{"N": str(number)}, {"NULL": True}]}}}, st.integers(0, 2)),
)
ITEMS = st.builds(
    lambda key, rest: {"id": {"S": key}, **rest}, KEYS, st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4)
)
CONDITIONS = st.sampled_from(
    [
        {},
        {"ConditionExpression": "attribute_not_exists(id)"},
        {"ConditionExpression": "attribute_exists(epoch) AND (epoch < :one OR epoch = :one)"},
        {"ConditionExpression": "#state <> :one AND NOT begins_with(#state, :text)"},
    ]
)
UPDATES = st.sampled_from(
    [
        "SET #state = :text, epoch = :one",
        "SET epoch = epoch + :one REMOVE nested",
        "SET epoch = if_not_exists(epoch, :one), #state = :text",
        "SET nested.#state = :text",
        "REMOVE #state",
        "ADD epoch :one",
        "SET id = :text",
        "SET epoch = :missing",
        "SET epoch = :one SET epoch = :one",
        "nonsense",
    ]
)
RETURNS = st.sampled_from([{}, *({"ReturnValues": how} for how in ("ALL_OLD", "ALL_NEW", "UPDATED_NEW"))])
ON_FAILURE = st.sampled_from([{}, {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"}])


def placeholders(*texts: str) -> dict[str, Any]:
    """The names and values that expressions use: what is unused is refused."""
    text = " ".join(texts)
    names = {"#state": "state"} if "#state" in text else {}
    values = {name: value for name, value in ((":one", {"N": "1"}), (":text", {"S": "done"})) if name in text}
    found: dict[str, Any] = {"ExpressionAttributeNames": names} if names else {}
    return found | ({"ExpressionAttributeValues": values} if values else {})


PUTS = st.builds(
    lambda item, condition: ("put_item", {"Item": item, **condition, **placeholders(*condition.values())}),
    ITEMS,
    CONDITIONS,
)
CHANGES = st.builds(
    lambda key, update, condition, returns, failure: (
        "update_item",
        {"Key": {"id": {"S": key}}, "UpdateExpression": update, **condition, **returns, **failure,
         **placeholders(update, *condition.values())},
    ),
    KEYS, UPDATES, CONDITIONS, RETURNS, ON_FAILURE,
)  # fmt: skip
READS = st.builds(lambda key: ("get_item", {"Key": {"id": {"S": key}}, "ConsistentRead": True}), KEYS)
QUERIES = st.builds(
    lambda key: (
        "query",
        {"KeyConditionExpression": "id = :id", "ExpressionAttributeValues": {":id": {"S": key}}},
    ),
    KEYS,
)


@pytest.fixture
def tables(aws: Any) -> tuple[Any, list[str]]:
    client, names = aws.client("dynamodb"), [aws.name("short"), aws.name("motos")]
    for name in names:
        client.create_table(
            TableName=name,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        )
    return client, names


def outcome(client: Any, operation: str, arguments: dict[str, Any]) -> Any:
    """What a caller sees, without what differs in each call."""
    try:
        found = getattr(client, operation)(**arguments)
    except ClientError as error:
        return {"error": error.response["Error"], "item": error.response.get("Item")}
    return {name: value for name, value in found.items() if name not in ("ResponseMetadata", "ConsumedCapacity")}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])  # emptied by the test
@given(calls=st.lists(st.one_of(PUTS, CHANGES, READS, QUERIES), min_size=1, max_size=8))
def test_both_ways_say_and_do_the_same(tables: tuple[Any, list[str]], calls: list[tuple[str, dict[str, Any]]]) -> None:
    client, (short, motos) = tables
    for name in (short, motos):
        for key in "abc":
            client.delete_item(TableName=name, Key={"id": {"S": key}})
    for operation, arguments in calls:
        first = outcome(client, operation, {"TableName": short, **arguments})
        second = outcome(client, operation, {"TableName": motos, **arguments, **MOTOS_WAY})
        assert first == second, (operation, arguments)
    left = [sorted(client.scan(TableName=name)["Items"], key=lambda item: item["id"]["S"]) for name in (short, motos)]
    assert left[0] == left[1]
