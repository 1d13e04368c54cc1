"""What makes an effect count once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.resilience import (
    Acceptance,
    Work,
    WorkState,
    all_open_buckets,
    committed_by,
    done_bucket,
    execution_name,
    expired_buckets,
    input_hash,
    may_accept,
    may_claim,
    may_commit,
    next_attempt,
    open_bucket,
    parse_key,
    parse_task_id,
    task_id,
    work_id,
)

keys = st.from_regex(r"[A-Za-z0-9._:/-]{1,128}", fullmatch=True)
numbers = st.integers(1, 10**9)
NEW = Work("k", WorkState.ACCEPTED, "hash")


@given(st.lists(st.tuples(st.sampled_from(["claim", "commit"]), st.integers(1, 4), st.integers(1, 4)), max_size=60))
def test_one_effect_for_any_order_of_claims_and_commits(steps: list[tuple[str, int, int]]) -> None:
    work, effects, claims = NEW, 0, [(0, 0)]
    for what, epoch, attempt in steps:
        if what == "claim" and may_claim(work, epoch, attempt).ok:
            claims.append((epoch, attempt))
            work = replace(work, state=WorkState.CLAIMED, epoch=epoch, attempt=attempt)
        elif what == "commit" and may_commit(work, epoch, attempt).ok:
            assert (epoch, attempt) == claims[-1], "only the newest claim commits"
            effects += 1
            work = replace(work, state=WorkState.DONE)
            assert committed_by(work, epoch, attempt)
    assert claims == sorted(set(claims))
    assert effects == (work.state is WorkState.DONE)


@given(st.integers(1, 9), st.integers(1, 9), st.integers(0, 3))
def test_the_next_attempt_may_claim(epoch: int, attempt: int, later: int) -> None:
    work = replace(NEW, state=WorkState.CLAIMED, epoch=epoch, attempt=attempt)
    number = next_attempt(work, epoch + later)
    assert may_claim(work, epoch + later, number).ok
    assert number == (attempt + 1 if later == 0 else 1)
    with pytest.raises(ValueError, match="epoch"):
        next_attempt(work, epoch - 1)


def test_acceptance() -> None:
    assert may_accept(None, "hash") is Acceptance.NEW
    assert may_accept(NEW, "hash") is Acceptance.KNOWN
    assert may_accept(NEW, "other") is Acceptance.REUSED
    assert input_hash("text/csv", b"1") != input_hash("text/cs", b"v1")


@given(keys, numbers, numbers, keys, numbers, numbers)
def test_names_are_one_to_one(key: str, epoch: int, attempt: int, other: str, later: int, again: int) -> None:
    assert parse_task_id(task_id(key, epoch, attempt)) == (key, epoch, attempt)
    assert execution_name(key, epoch, attempt) == execution_name(key, epoch, attempt)
    assert len(execution_name(key, epoch, attempt)) <= 80
    same = (key, epoch, attempt) == (other, later, again)
    assert (execution_name(key, epoch, attempt) == execution_name(other, later, again)) is same
    assert open_bucket(key) in all_open_buckets()


@pytest.mark.parametrize("key", ["", "a#b", "a b", "x" * 129, "ü", None, 3, "a\n"])
def test_what_is_no_key_is_refused(key: object) -> None:
    with pytest.raises(ValueError, match="key"):
        parse_key(key)


@pytest.mark.parametrize("text", ["k", "k#1", "k#1#x", "k#1#2#3", "k#0#1", "k#1#-1", "#1#1", "k#\u0661#1"])
def test_what_is_no_task_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not accepted"):
        parse_task_id(text)


def test_days() -> None:
    assert work_id("k") == "work#k"
    assert done_bucket(1_795_651_200_000) == "done#2026-11-26"
    assert expired_buckets(1_795_651_200_000, 2, look_back_days=2) == ("done#2026-11-23", "done#2026-11-22")
    with pytest.raises(ValueError, match="epoch"):
        execution_name("k", 10**60, 1)
    with pytest.raises(ValueError, match="attempt"):
        may_claim(NEW, 1, True)
