"""Whether two Regions are alike."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.resilience import Heartbeat, compare, fingerprint
from tests.domain.resilience.lease_cases import EAST, LONG_AGO, NOW, WEST, rules

MINE = Heartbeat(EAST, NOW, 0, LONG_AGO, 20, "same", 7)
parts = st.dictionaries(st.text(min_size=1), st.text(min_size=1), min_size=1)


@given(parts, parts)
def test_the_same_parts_and_only_they_have_the_same_fingerprint(first: dict[str, str], second: dict[str, str]) -> None:
    assert (fingerprint(first) == fingerprint(second)) is (first == second)
    assert fingerprint(first) == fingerprint(dict(reversed(first.items())))


@pytest.mark.parametrize("wrong", [{}, {"run_work": ""}])
def test_what_could_not_be_read_has_no_fingerprint(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="is not accepted"):
        fingerprint(wrong)


@pytest.mark.parametrize(
    ("changes", "drifted", "diverged"),
    [
        ({}, False, False),
        ({"fingerprint": "other"}, True, False),
        ({"fingerprint": ""}, None, False),
        ({"epoch": 6}, False, True),
        ({"epoch": 6, "at_ms": NOW - 3900}, False, None),
        ({"epoch": 6, "failures": 5}, False, False),
        ({"epoch": 0}, False, True),
        ({"at_ms": NOW - 5000}, None, None),
        ({"at_ms": NOW + 5000}, None, None),
    ],
)
def test_drift_and_divergence(changes: dict[str, Any], drifted: bool | None, diverged: bool | None) -> None:
    theirs = replace(MINE, region=WEST, **changes)
    found = compare(MINE, theirs, now_ms=NOW, since_ms=NOW - 4000, rules=rules())
    assert (found.drifted, found.diverged) == (drifted, diverged)
    assert bool(found.reasons) == (drifted is True or diverged is True or drifted is diverged is None)


def test_nothing_heard_is_not_known() -> None:
    found = compare(MINE, None, now_ms=NOW, since_ms=0, rules=rules())
    assert (found.staleness_ms, found.drifted, found.diverged) == (None, None, None)
