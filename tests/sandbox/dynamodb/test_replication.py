"""Replicas that were told the same writes, in whatever order, have the same items."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sandbox.dynamodb.changes import Change
from sandbox.dynamodb.replication import Clocks

REGIONS = ("us-east-1", "us-east-2")
CHANGES = st.lists(
    st.builds(
        lambda region, key, value, at: Change(region, "t", {"id": {"S": key}}, value, at, False, {}),
        st.sampled_from(REGIONS),
        st.sampled_from("ab"),
        st.one_of(st.none(), st.integers(0, 99).map(lambda number: {"v": {"N": str(number)}})),
        st.integers(0, 5).map(float),
    ),
    max_size=12,
    unique_by=lambda change: (change.region, change.at, str(change.keys)),
)


def told(clocks: Clocks, region: str, changes: list[Change]) -> dict[str, object]:
    items: dict[str, object] = {}
    for change in changes:
        if clocks.wins(region, change):
            items[str(change.keys)] = change.image
    return items


@given(CHANGES, st.data())
def test_the_last_writer_wins_everywhere(changes: list[Change], data: st.DataObject) -> None:
    other = data.draw(st.permutations(changes))
    clocks = Clocks()

    assert told(clocks, REGIONS[0], changes) == told(clocks, REGIONS[1], list(other))


@given(CHANGES)
def test_a_write_told_twice_counts_once(changes: list[Change]) -> None:
    clocks = Clocks()
    told(clocks, REGIONS[0], changes)

    assert told(clocks, REGIONS[0], changes) == {}
