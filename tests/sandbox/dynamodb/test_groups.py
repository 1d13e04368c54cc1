"""Which changes of a global table DynamoDB takes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sandbox.dynamodb.groups import Consistency, GlobalTable, TableFacts, plan
from sandbox.errors import AwsError

FACTS = TableFacts(
    name="tokens",
    region="us-east-1",
    stream="NEW_AND_OLD_IMAGES",
    empty=True,
    expires=False,
    local_indexes=False,
    own_key=False,
    elsewhere=frozenset(),
)
STRONG = GlobalTable("tokens", Consistency.STRONG, {"us-east-1": {}, "us-east-2": {}}, "us-west-2")
EVENTUAL = GlobalTable("tokens", Consistency.EVENTUAL, {"us-east-1": {}, "us-east-2": {}})


def update(*created: str, witness: str | None = None, strong: bool = False, **more: Any) -> dict[str, Any]:
    body: dict[str, Any] = {"ReplicaUpdates": [{"Create": {"RegionName": region}} for region in created], **more}
    if witness:
        body["GlobalTableWitnessUpdates"] = [{"Create": {"RegionName": witness}}]
    if strong:
        body["MultiRegionConsistency"] = "STRONG"
    return body


def removal(*regions: str, witness: str | None = None) -> dict[str, Any]:
    body: dict[str, Any] = {"ReplicaUpdates": [{"Delete": {"RegionName": region}} for region in regions]}
    if witness:
        body["GlobalTableWitnessUpdates"] = [{"Delete": {"RegionName": witness}}]
    return body


@pytest.mark.parametrize(
    ("body", "facts", "group", "said"),
    [
        (update("us-east-1"), FACTS, None, "a table of that name is there"),
        (
            update("us-east-2"),
            replace(FACTS, elsewhere=frozenset({"us-east-2"})),
            None,
            "a table of that name is there",
        ),
        (update("us-east-2"), replace(FACTS, stream=None), None, "needs a stream of NEW_AND_OLD_IMAGES"),
        (update("us-east-2"), replace(FACTS, stream="KEYS_ONLY"), None, "needs a stream of NEW_AND_OLD_IMAGES"),
        (update("us-east-2"), replace(FACTS, own_key=True), None, "needs one too"),
        (update("us-east-2", witness="us-west-2"), FACTS, None, "a witness belongs to"),
        (update("us-east-2", strong=True), FACTS, None, "three replicas, or two and a witness"),
        (update("us-east-2", "us-west-2", witness="us-west-2", strong=True), FACTS, None, "three replicas"),
        (update("us-east-2", witness="eu-west-1", strong=True), FACTS, None, "of one set"),
        (update("ap-northeast-1", witness="us-west-2", strong=True), FACTS, None, "of one set"),
        (update("us-east-2", witness="us-west-2", strong=True), replace(FACTS, empty=False), None, "has items"),
        (update("us-east-2", witness="us-west-2", strong=True), replace(FACTS, expires=True), None, "time to live"),
        (update("us-east-2", witness="us-west-2", strong=True), replace(FACTS, local_indexes=True), None, "secondary"),
        (update("us-west-2"), FACTS, STRONG, "accepted: deleting all of them but us-east-1"),
        (removal("us-east-2"), FACTS, STRONG, "the witness included"),
        (update("us-west-2", strong=True), FACTS, EVENTUAL, "is EVENTUAL and cannot be changed"),
        (removal("us-west-2"), FACTS, EVENTUAL, "has no replica in us-west-2"),
        (removal("us-east-1"), FACTS, EVENTUAL, "cannot be deleted from there"),
        (update("us-east-2", MultiRegionConsistency="LINEAR"), FACTS, None, "accepted: EVENTUAL, STRONG"),
        ({"ReplicaUpdates": [{}]}, FACTS, None, "exactly one of Create, Update, Delete"),
    ],
)
def test_what_dynamodb_refuses(body: dict[str, Any], facts: TableFacts, group: GlobalTable | None, said: str) -> None:
    with pytest.raises(AwsError) as caught:
        plan(body, facts, group)

    assert caught.value.code == "ValidationException"
    assert said in caught.value.message


def test_a_replicas_key_is_one_of_its_region() -> None:
    key = "arn:aws:kms:us-east-1:123456789012:key/a"
    body = {"ReplicaUpdates": [{"Create": {"RegionName": "us-east-2", "KMSMasterKeyId": key}}]}

    with pytest.raises(AwsError, match="is a key of us-east-1"):
        plan(body, replace(FACTS, own_key=True), None)


@pytest.mark.parametrize(
    "body", [update("us-east-2", witness="us-west-2", strong=True), update("us-east-2", "us-west-2", strong=True)]
)
def test_strong_consistency_takes_three_regions_of_a_set(body: dict[str, Any]) -> None:
    after = plan(body, replace(FACTS, stream=None), None).after

    assert after is not None
    assert after.voters == {"us-east-1", "us-east-2", "us-west-2"}


def test_the_end_of_strong_consistency_leaves_the_table_of_one_region() -> None:
    decided = plan(removal("us-east-2", witness="us-west-2"), FACTS, STRONG)

    assert decided.after is None
    assert decided.deleted == ("us-east-2",)


def test_replicas_of_eventual_consistency_come_and_go() -> None:
    grown = plan(update("us-west-2"), FACTS, EVENTUAL).after
    alone = plan(removal("us-east-2"), FACTS, EVENTUAL)

    assert grown is not None
    assert grown.regions == {"us-east-1", "us-east-2", "us-west-2"}
    assert (alone.after, alone.deleted) == (None, ("us-east-2",))
