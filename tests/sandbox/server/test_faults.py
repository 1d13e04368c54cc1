"""Which fault hits a call: a pure decision."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.faults import Fault, FaultBook, FaultKind, decide
from sandbox.request import AwsRequest

REQUEST = AwsRequest(
    service="s3",
    region="us-east-1",
    operation="GetObject",
    method="GET",
    path="/bucket/digits/1.png",
    query={},
    headers={},
    body=b"",
    access_key_id="AKID",
)
FAULTS = st.builds(
    Fault,
    kind=st.sampled_from([kind for kind in FaultKind if kind is not FaultKind.ISOLATED]),
    service=st.sampled_from(["*", "s3", "sqs"]),
    region=st.sampled_from([None, "us-east-1", "eu-west-1"]),
    operation=st.sampled_from([None, "GetObject", "PutObject"]),
    match=st.sampled_from([None, "digits/", "other/"]),
    share=st.sampled_from([0.3, 1.0]),
)


@given(st.lists(FAULTS, max_size=4), st.integers(0, 9))
def test_only_a_fault_that_concerns_the_call_hits_it(faults: list[Fault], seed: int) -> None:
    found = decide(REQUEST, faults, random.Random(seed))

    if found is not None:
        assert found.concerns(REQUEST)
        assert found.kind is not FaultKind.DROP_EVENT
    elif any(fault.concerns(REQUEST) and fault.share == 1 for fault in faults):
        raise AssertionError("a fault of every call spared this one")


@pytest.mark.parametrize(
    "change", [{"service": "sqs"}, {"region": "eu-west-1"}, {"operation": "PutObject"}, {"path": "/b"}]
)
def test_each_member_narrows(change: dict[str, Any]) -> None:
    fault = Fault(kind=FaultKind.ERROR_5XX, service="s3", region="us-east-1", operation="GetObject", match="digits/")

    assert fault.concerns(REQUEST)
    assert not fault.concerns(replace(REQUEST, **change))


def test_a_match_looks_into_the_body_too() -> None:
    fault = Fault(kind=FaultKind.ERROR_5XX, match="job-7")

    assert fault.concerns(replace(REQUEST, body=b'{"TransformJobName": "job-7"}'))


def test_a_share_is_kept_and_its_seed_repeats_it() -> None:
    def hits() -> list[bool]:
        book = FaultBook()
        book.add(Fault(kind=FaultKind.THROTTLE, share=0.2, seed=7))
        return [book.strike(REQUEST) is not None for _ in range(2000)]

    first = hits()
    assert first == hits()
    assert 340 <= sum(first) <= 460


def test_a_count_is_used_up() -> None:
    book = FaultBook()
    book.add(Fault(kind=FaultKind.LATENCY, count=2))

    assert [book.strike(REQUEST) is not None for _ in range(3)] == [True, True, False]
    assert book.listing() == []


def test_events_are_dropped_by_region_and_text() -> None:
    book = FaultBook()
    book.add(Fault(kind=FaultKind.DROP_EVENT, region="us-east-1", match="ip-1", count=1))

    assert not book.drops_event("eu-west-1", "ip-1")
    assert not book.drops_event("us-east-1", "ip-2")
    assert book.drops_event("us-east-1", "ip-1")
    assert not book.drops_event("us-east-1", "ip-1")
    assert book.strike(REQUEST) is None
