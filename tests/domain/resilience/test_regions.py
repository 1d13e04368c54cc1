"""Which Regions go together."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.resilience import REGION_SETS, CoordinationMode, choose_coordination, partition_of, resource_map
from tests.domain.resilience.lease_cases import EAST, WEST

TOKYO = "ap-northeast-1"
everywhere = st.sampled_from([*sorted(set().union(*REGION_SETS.values())), "sa-east-1"])


@given(everywhere, everywhere)
def test_a_strong_ledger_is_in_three_regions_of_one_set_or_there_is_none(first: str, second: str) -> None:
    common = [one for one in REGION_SETS.values() if {first, second} <= one]
    if first == second or not common:
        with pytest.raises(ValueError, match="is not accepted"):
            choose_coordination(first, second)
        return
    found = choose_coordination(first, second)
    assert found.mode is CoordinationMode.STRONG
    three = {first, second, found.witness}
    assert len(three) == 3
    assert any(three <= one for one in REGION_SETS.values())
    assert [found.ledger_region_of(region) for region in (first, second)] == [first, second]


def test_the_briefs_pair_needs_an_arbiter() -> None:
    found = choose_coordination(TOKYO, EAST, arbiter="us-west-2")
    assert found.mode is CoordinationMode.ARBITER
    assert found.ledger_region_of(TOKYO) == found.ledger_region_of(EAST) == "us-west-2"
    assert "set of Regions" in found.reason
    with pytest.raises(ValueError, match="us-west-2"):
        found.ledger_region_of("us-west-2")


def test_an_arbiter_may_be_chosen_where_strong_is_possible() -> None:
    assert choose_coordination(EAST, WEST, arbiter="eu-west-1").mode is CoordinationMode.ARBITER
    assert choose_coordination(EAST, WEST, witness="us-west-2").witness == "us-west-2"
    assert choose_coordination(EAST, WEST, needs_ttl=True, arbiter="us-west-2").arbiter == "us-west-2"


@pytest.mark.parametrize(
    ("pair", "options", "says"),
    [
        ((EAST, EAST), {}, "another Region"),
        ((EAST, TOKYO), {}, "arbiter"),
        ((EAST, TOKYO), {"mode": "strong"}, "one set"),
        ((EAST, WEST), {"witness": TOKYO}, "witness"),
        ((EAST, WEST), {"witness": EAST}, "another Region"),
        ((EAST, WEST), {"arbiter": WEST}, "another Region"),
        ((EAST, WEST), {"mode": "strong", "needs_ttl": True}, "no TTL"),
        ((EAST, WEST), {"needs_ttl": True}, "no TTL"),
        ((EAST, WEST), {"mode": "strong", "arbiter": "us-west-2"}, "mode"),
        ((EAST, WEST), {"mode": "arbiter"}, "one table"),
        ((EAST, WEST), {"mode": "quorum"}, "auto"),
        ((EAST, WEST), {"witness": "us-west-2", "arbiter": TOKYO}, "witness"),
        ((EAST, "cn-north-1"), {}, "partition"),
        ((EAST, "Virginia"), {}, "name of a Region"),
        ((EAST, ""), {}, "non-empty"),
    ],
)
def test_what_does_not_go_together_is_refused(pair: tuple[str, str], options: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        choose_coordination(*pair, **options)


def test_partitions() -> None:
    assert [partition_of(one) for one in (EAST, "cn-north-1", "us-gov-west-1", "us-isob-east-1")] == [
        "aws",
        "aws-cn",
        "aws-us-gov",
        "aws-iso-b",
    ]


def arn(region: str, name: str = "f") -> str:
    return f"arn:aws:lambda:{region}:123456789012:function:{name}"


def test_each_region_has_its_own_resources() -> None:
    found = resource_map({EAST: {"accept": arn(EAST), "bucket": "one"}, WEST: {"accept": arn(WEST), "bucket": "one"}})
    assert found[WEST]["accept"] == arn(WEST)


@pytest.mark.parametrize(
    ("resources", "says"),
    [
        ({EAST: {"a": arn(EAST)}}, "two Regions"),
        ({EAST: {"a": arn(EAST)}, WEST: {"b": arn(WEST)}}, "same resources"),
        ({EAST: {"a": arn(EAST)}, WEST: {"a": arn(EAST)}}, WEST),
        ({EAST: {"a": "arn:aws:s3:::b"}, WEST: {"a": "arn:aws:s3:::b"}}, "of its own"),
        ({EAST: {"a": ""}, WEST: {"a": arn(WEST)}}, "non-empty"),
    ],
)
def test_one_resource_for_both_is_refused(resources: dict[str, dict[str, str]], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        resource_map(resources)
