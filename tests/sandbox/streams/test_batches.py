"""What becomes of a batch after the function answered."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.streams.batches import failed_from, wait_before

BATCH = [{"dynamodb": {"SequenceNumber": str(100 + number)}} for number in range(4)]


@pytest.mark.parametrize(
    "payload", [b"", b"null", b"{}", b'{"batchItemFailures": []}', b'{"batchItemFailures": null}', b'"fine"']
)
def test_nothing_reported_means_all_went_well(payload: bytes) -> None:
    assert failed_from(BATCH, payload) is None


@given(st.sets(st.integers(0, 3), min_size=1))
def test_all_from_the_first_that_failed_is_tried_again(failed: set[int]) -> None:
    answer = {"batchItemFailures": [{"itemIdentifier": str(100 + number)} for number in sorted(failed, reverse=True)]}

    assert failed_from(BATCH, json.dumps(answer).encode()) == min(failed)


@pytest.mark.parametrize(
    "payload",
    [
        b"no json",
        b'{"batchItemFailures": "all"}',
        b'{"batchItemFailures": [{"itemIdentifier": "7"}]}',
        b'{"batchItemFailures": [{"itemIdentifier": ""}]}',
        b'{"batchItemFailures": [{"itemIdentifier": "102"}, {}]}',
    ],
)
def test_an_answer_that_makes_no_sense_fails_the_whole_batch(payload: bytes) -> None:
    assert failed_from(BATCH, payload) == 0


def test_attempts_are_further_apart_up_to_a_minute() -> None:
    waits = [wait_before(attempt, 1.0) for attempt in range(10)]

    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (1.0, 60.0)
