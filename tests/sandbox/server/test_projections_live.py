"""What an index holds and what a projection asks for, of values of every kind."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.server

ITEM: dict[str, Any] = {
    "id": {"S": "a"},
    "bucket": {"S": "open"},
    "at": {"N": "7"},
    "number": {"N": "-12.50"},
    "truth": {"BOOL": False},
    "nothing": {"NULL": True},
    "bytes": {"B": b"\x00\xff"},
    "texts": {"SS": ["x", "y"]},
    "nested": {"M": {"inner": {"L": [{"N": "1"}, {"M": {"deep": {"S": "s"}}}]}, "other": {"S": "o"}}},
    "left": {"S": "is not in the index"},
}
KEYS = ("id", "bucket", "at")
INCLUDED = ("number", "truth", "nothing", "bytes", "texts", "nested", "absent")


@pytest.fixture
def table(aws: Any) -> tuple[Any, str]:
    client, name = aws.client("dynamodb"), aws.name("table")
    client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": next(iter(ITEM[key]))} for key in KEYS],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by_bucket",
                "KeySchema": [
                    {"AttributeName": "bucket", "KeyType": "HASH"},
                    {"AttributeName": "at", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": list(INCLUDED)},
            }
        ],
    )
    client.put_item(TableName=name, Item=ITEM)
    return client, name


def queried(table: tuple[Any, str], **more: Any) -> dict[str, Any]:
    client, name = table
    found = client.query(
        TableName=name,
        IndexName="by_bucket",
        KeyConditionExpression="#bucket = :bucket",
        ExpressionAttributeNames={"#bucket": "bucket", **more.pop("names", {})},
        ExpressionAttributeValues={":bucket": {"S": "open"}},
        **more,
    )["Items"]
    assert len(found) == 1
    return dict(found[0])


def same(found: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Sets have no order, and a number may be written in more than one way."""
    texts = sorted(found.get("texts", {}).get("SS", ())) == sorted(wanted.get("texts", {}).get("SS", ()))
    number = float(found.get("number", {}).get("N", 0)) == float(wanted.get("number", {}).get("N", 0))
    rest = [{key: value for key, value in one.items() if key not in ("texts", "number")} for one in (found, wanted)]
    return texts and number and rest[0] == rest[1]


def test_an_index_gives_what_it_includes_and_its_keys(table: tuple[Any, str]) -> None:
    wanted = {name: ITEM[name] for name in (*KEYS, *INCLUDED) if name in ITEM}
    assert same(queried(table), wanted)


def test_a_projection_gives_what_it_names(table: tuple[Any, str]) -> None:
    asked = {"ProjectionExpression": "id, #n, texts, absent", "names": {"#n": "number"}}
    assert same(queried(table, **asked), {name: ITEM[name] for name in ("id", "number", "texts")})


def test_a_path_into_a_value_gives_that_part(table: tuple[Any, str]) -> None:
    client, name = table
    found = client.get_item(TableName=name, Key={"id": {"S": "a"}}, ProjectionExpression="nested.inner[1].deep")
    assert found["Item"] == {"nested": {"M": {"inner": {"L": [{"M": {"deep": {"S": "s"}}}]}}}}


def test_what_was_read_is_a_copy(table: tuple[Any, str]) -> None:
    """The item stays what it was, whatever is done to a part of it later."""
    client, name = table
    before = queried(table)
    client.update_item(
        TableName=name,
        Key={"id": {"S": "a"}},
        UpdateExpression="ADD texts :more SET #n = #n + :one",
        ExpressionAttributeNames={"#n": "number"},
        ExpressionAttributeValues={":more": {"SS": ["z"]}, ":one": {"N": "1"}},
    )
    after = queried(table)
    assert sorted(after["texts"]["SS"]) == ["x", "y", "z"]
    assert float(after["number"]["N"]) == float(before["number"]["N"]) + 1
