"""Unknown is never a pass, and nothing checked is no success."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.smoke import Check, Finding, Outcome, Theme, verdict

CHECKS = st.lists(
    st.builds(
        Check,
        st.sampled_from(Theme),
        st.text(min_size=1, max_size=5),
        st.builds(Finding, st.sampled_from(Outcome), st.text(min_size=1, max_size=5)),
        st.floats(0, 100),
    ),
    max_size=8,
)


@given(CHECKS)
def test_good_only_when_something_passed_and_nothing_is_against_it(checks: list[Check]) -> None:
    outcomes = {check.finding.outcome for check in checks}
    found = verdict(checks)
    assert found.good == (Outcome.PASS in outcomes and not outcomes & {Outcome.FAIL, Outcome.UNKNOWN})
    assert found.reason


@given(CHECKS, st.sampled_from([Outcome.FAIL, Outcome.UNKNOWN]))
def test_one_bad_check_is_named_whatever_else_there_is(checks: list[Check], outcome: Outcome) -> None:
    bad = Check(Theme.COST, "the one", Finding(outcome, "its reason"))
    found = verdict([*checks, bad])
    assert not found.good
    assert "cost, the one: its reason" in found.reason


def test_everything_off_is_no_success() -> None:
    found = verdict([Check(Theme.API, "x", Finding(Outcome.OFF, "off"))])
    assert not found.good
    assert "nothing was checked" in found.reason


@pytest.mark.parametrize("seconds", [-1.0, math.nan, math.inf, True])
def test_seconds_that_are_none_are_refused(seconds: float) -> None:
    with pytest.raises(ValueError, match="seconds"):
        Check(Theme.API, "x", Finding(Outcome.PASS, "y"), seconds)


def test_a_finding_has_a_reason() -> None:
    with pytest.raises(ValueError, match="reason"):
        Finding(Outcome.PASS, "")
