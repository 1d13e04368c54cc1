"""Which regions stand, and what passes between them."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.borders import Borders
from sandbox.faults import Fault, FaultBook, FaultKind
from sandbox.request import AwsRequest

REGIONS = ("us-east-1", "us-east-2", "us-west-2")
REGION = st.sampled_from(REGIONS)


def request_to(region: str) -> AwsRequest:
    return AwsRequest(
        service="s3",
        region=region,
        operation="GetObject",
        method="GET",
        path="/b/k",
        query={},
        headers={},
        body=b"",
        access_key_id="AKID",
    )


def book(*, down: set[str], isolated: set[str]) -> FaultBook:
    made = FaultBook()
    for region in down:
        made.add(Fault(kind=FaultKind.REGION_DOWN, region=region))
    for region in isolated:
        made.add(Fault(kind=FaultKind.ISOLATED, region=region))
    return made


@given(st.sets(REGION), st.sets(REGION), REGION, REGION)
def test_what_borders_say_is_what_calls_meet(down: set[str], isolated: set[str], here: str, there: str) -> None:
    faults = book(down=down, isolated=isolated)
    passes = Borders(faults).reaches(here, there)

    assert passes is (faults.strike(request_to(there), here) is None)
    assert passes is not faults.cuts(request_to(there), here)


@given(st.sets(REGION), st.sets(REGION), REGION)
def test_who_is_outside_of_aws_reaches_each_region_that_stands(down: set[str], isolated: set[str], there: str) -> None:
    assert (book(down=down, isolated=isolated).strike(request_to(there)) is None) is (there not in down)


def test_a_fault_of_single_calls_takes_no_region() -> None:
    faults = FaultBook()
    faults.add(Fault(kind=FaultKind.REGION_DOWN, region="us-east-1", service="sqs"))
    faults.add(Fault(kind=FaultKind.REGION_DOWN, region="us-east-1", share=0.5))

    assert Borders(faults).stands("us-east-1")


@pytest.mark.parametrize("more", [{}, {"region": "us-east-1", "share": 0.5}, {"region": "us-east-1", "service": "s3"}])
def test_only_a_whole_region_is_isolated(more: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="region, and nothing else"):
        Fault.of({"kind": "isolated", **more})


def test_who_waits_for_a_region_goes_on_with_it_or_ends() -> None:
    faults, closing = FaultBook(), threading.Event()
    borders = Borders(faults)
    down = faults.add(Fault(kind=FaultKind.REGION_DOWN, region="us-east-1"))
    faults.watch(lambda: None)
    closing.set()

    assert not borders.await_region("us-east-1", closing)
    faults.remove(down)
    assert borders.await_region("us-east-1", closing)
