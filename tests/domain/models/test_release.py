"""Which version answers: one live, at most one candidate, the same one for the same request id."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.models.release import (
    Candidate,
    NothingReleasedError,
    Release,
    ReleaseError,
    Role,
    choose,
    parse_release,
)

VERSIONS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,15}", fullmatch=True)
WEIGHTS = st.floats(0, 1)


@st.composite
def releases(draw: st.DrawFn) -> Release:
    live, previous, tried = draw(st.lists(VERSIONS, min_size=3, max_size=3, unique=True))
    candidate = draw(st.none() | st.builds(Candidate, st.just(tried), WEIGHTS, st.sampled_from(["", "d-1"])))
    return Release(live, draw(st.sampled_from([None, previous])), candidate)


@given(releases() | st.just(Release()))
def test_a_release_is_read_as_it_was_written(release: Release) -> None:
    assert parse_release(release.to_json()) == release


@given(releases(), st.text(), WEIGHTS)
def test_who_met_the_candidate_keeps_meeting_it_while_its_weight_grows(release: Release, key: str, more: float) -> None:
    assume(release.candidate is not None)
    there = release.candidate
    assert there is not None
    grown = release.with_candidate(Candidate(there.version, max(there.weight, more), there.owner))
    if choose(release, key).role is Role.CANDIDATE:
        assert choose(grown, key) == choose(release, key)


@pytest.mark.parametrize("weight", [0.0, 0.01, 0.1, 0.5, 1.0])
def test_the_share_is_the_weight(weight: float) -> None:
    calls = 20_000
    release = Release("one", None, Candidate("two", weight))
    met = sum(choose(release, f"request-{n}").role is Role.CANDIDATE for n in range(calls))
    assert abs(met - weight * calls) <= 5 * math.sqrt(calls * weight * (1 - weight))


def test_two_experiments_do_not_hit_the_same_keys() -> None:
    keys = [f"request-{n}" for n in range(4_000)]
    first, second = (
        {key for key in keys if choose(Release("one", None, Candidate(name, 0.5)), key).role is Role.CANDIDATE}
        for name in ("two", "three")
    )
    assert 0.4 < len(first & second) / len(first) < 0.6


def test_nothing_released_is_its_own_error() -> None:
    with pytest.raises(NothingReleasedError):
        choose(Release(), "key")


@given(releases())
def test_promoted_or_taken_back_the_candidate_is_gone(release: Release) -> None:
    assert release.without_candidate().live == release.live
    assert release.without_candidate().candidate is None
    if release.candidate is None:
        with pytest.raises(ReleaseError, match="no candidate to promote"):
            release.promoted()
    else:
        assert release.promoted() == Release(release.candidate.version, release.live, None)


@given(releases())
def test_a_rollback_can_be_rolled_back(release: Release) -> None:
    assume(release.previous is not None)
    assert release.rolled_back().rolled_back() == release.without_candidate()


def test_a_rollback_without_a_previous_version_says_what_to_do() -> None:
    with pytest.raises(ReleaseError, match="deploy one"):
        Release("one").rolled_back()


def test_never_two_candidates() -> None:
    release = Release("one", None, Candidate("two", 0.1, "d-1"))
    for other in (Candidate("three", 0.1, "d-1"), Candidate("two", 0.1, "d-2"), Candidate("two", 0.1)):
        with pytest.raises(ReleaseError, match="'two' is the candidate"):
            release.with_candidate(other)
    with pytest.raises(ReleaseError, match="'two' is the candidate"):
        release.released("three")


def test_released_at_once_keeps_what_was_live_as_previous() -> None:
    assert Release().released("one") == Release("one")
    assert Release("one", "zero").released("two") == Release("two", "one")
    assert Release("one", "zero").released("one") == Release("one", "zero")


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (("one", "one", None), "nothing to go back to"),
        ((None, "one", None), "without a live version"),
        ((None, None, Candidate("two", 0.1)), "without a live version"),
        (("two", None, Candidate("two", 0.1)), "cannot be the candidate too"),
        (("../x", None, None), "version is"),
        (("one", "A", None), "version is"),
    ],
)
def test_a_release_that_cannot_be_is_refused(parts: tuple[str | None, str | None, Candidate | None], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Release(*parts)


@pytest.mark.parametrize("weight", [-0.1, 1.1, math.nan, math.inf, True, "0.1", None])
def test_a_weight_that_is_no_share_is_refused(weight: object) -> None:
    with pytest.raises(ReleaseError, match="a number from 0 to 1"):
        Candidate("two", weight)  # type: ignore[arg-type]


GOOD = {"live": "one", "previous": None, "candidate": None}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{",
        "{}",
        "[" * 100_000,
        json.dumps({**GOOD, "extra": 1}),
        json.dumps({"live": "one"}),
        json.dumps({**GOOD, "live": 1}),
        json.dumps({**GOOD, "live": "../../etc"}),
        json.dumps({**GOOD, "candidate": {"version": "two"}}),
        json.dumps({**GOOD, "candidate": {"version": 2, "weight": 0.1}}),
        json.dumps({**GOOD, "candidate": {"version": "two", "weight": math.nan}}),
        json.dumps({**GOOD, "candidate": {"version": "two", "weight": 0.1, "owner": None}}),
        json.dumps({**GOOD, "candidate": "two"}),
    ],
)
def test_a_document_that_cannot_be_used_is_one_clear_error(text: str) -> None:
    with pytest.raises(ReleaseError, match=r"release\.json cannot be used"):
        parse_release(text)
