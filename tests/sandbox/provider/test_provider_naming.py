"""Made-up names."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.provider.naming import AutoName, NameTooLongError

LOGICAL = st.text("abcXYZ09-_", min_size=1, max_size=40)


@given(LOGICAL, st.binary(max_size=32))
def test_a_name_is_the_logical_one_and_seven_digits(logical: str, seed: bytes) -> None:
    name = AutoName().propose(logical, seed)
    assert re.fullmatch(re.escape(logical) + "-[0-9a-f]{7}", name)


@given(LOGICAL, st.binary(min_size=1, max_size=32))
def test_the_same_seed_gives_the_same_name(logical: str, seed: bytes) -> None:
    auto = AutoName(lower=True)
    assert auto.propose(logical, seed) == auto.propose(logical, seed) == auto.propose(logical, seed).lower()


@given(LOGICAL, st.binary(max_size=8), st.integers(8, 60))
def test_a_name_never_exceeds_what_the_service_takes(logical: str, seed: bytes, longest: int) -> None:
    auto = AutoName(longest=longest)
    if len(logical) + 8 <= longest:
        assert len(auto.propose(logical, seed)) <= longest
    else:
        with pytest.raises(NameTooLongError, match=f"at most {longest}"):
            auto.propose(logical, seed)


def test_prefixes_and_suffixes() -> None:
    assert AutoName(prefix="alias/").propose("k", b"x").startswith("alias/k-")
    assert re.fullmatch("mine[0-9a-f]{7}", AutoName(prefix="alias/").propose("k", b"x", prefix="mine"))
    assert AutoName().propose("q", b"x", suffix=".fifo").endswith(".fifo")
    assert AutoName(digits=0).propose("a.txt", b"x") == "a.txt"
