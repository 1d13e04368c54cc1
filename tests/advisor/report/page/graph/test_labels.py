"""Names fit into their boxes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.report.page.graph.kinds import counted, plural, words_of
from advisor.report.page.graph.labels import CUT, lines, listing, shared_start

NAMES = st.text("ab-_ é", max_size=120)


@given(NAMES, st.integers(4, 30), st.integers(1, 3))
def test_a_name_fits_and_keeps_both_ends(name: str, width: int, most: int) -> None:
    found = lines(name, width, most)
    assert len(found) <= most
    assert all(len(line) <= width for line in found)
    kept = "".join(found).replace(" ", "")
    whole = name.replace(" ", "")
    assert kept == whole if CUT not in kept else whole.startswith(kept.split(CUT)[0])


@given(st.lists(NAMES, max_size=6))
def test_what_names_share_leaves_something_of_each(names: list[str]) -> None:
    start = shared_start(names)
    assert all(name.startswith(start) and name != start for name in names) or start == ""


@given(st.lists(st.text("abc ", min_size=1, max_size=14), max_size=8))
def test_a_listing_fits_on_its_lines(items: list[str]) -> None:
    assert len(listing(items, 34, 2)) <= 2


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("aws:lambda/function:Function", "function"),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", "metric alarm"),
        ("aws:s3/bucketObjectv2:BucketObjectv2", "bucket object"),
        ("pulumi:providers:aws", "provider"),
        ("", "resource"),
        ("nonsense", "nonsense"),
    ],
)
def test_a_type_is_said_in_words(token: str, words: str) -> None:
    assert words_of(token) == words


def test_more_than_one() -> None:
    assert [plural(word) for word in ("policy", "key", "queue", "alias", "switch")] == [
        "policies",
        "keys",
        "queues",
        "aliases",
        "switches",
    ]
    assert counted(["aws:sqs/queue:Queue", "aws:kms/key:Key", "aws:sqs/queue:Queue"]) == "2 queues, 1 key"
