"""The error rates that a watch states are computed exactly, over every order of answers that it can see."""

from __future__ import annotations

import math
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.smoke.sequential import Evidence, Rates, begin

SHARES = st.floats(0.001, 0.4)


@st.composite
def rates(draw: st.DrawFn) -> Rates:
    accepted = draw(st.floats(0.001, 0.1))
    return Rates(
        accepted=accepted,
        refused=draw(st.floats(accepted * 2, 0.9)),
        false_stop=draw(st.floats(0.001, 0.2)),
        miss=draw(st.floats(0.001, 0.2)),
    )


def chances(evidence: Evidence, bad: float, asks: int) -> tuple[float, float]:
    """Chance that the watch ended early, and that a stretch was accepted first, when answers are bad so often."""
    ended = accepted = 0.0
    there: dict[float, tuple[Evidence, float]] = {evidence.level: (evidence, 1.0)}
    for _ in range(asks):
        reached: dict[float, list[tuple[Evidence, float]]] = defaultdict(list)
        for state, chance in there.values():
            for wrong, share in ((True, bad), (False, 1 - bad)):
                after = state.after(bad=wrong)
                if after.ended:
                    ended += chance * share
                    continue
                if after.accepted and not state.accepted:
                    accepted += chance * share
                reached[round(after.level, 9) + (1e6 if after.accepted else 0)].append((after, chance * share))
        there = {level: (found[0][0], sum(one for _, one in found)) for level, found in reached.items()}
    return ended, accepted


@settings(max_examples=40, deadline=None)
@given(rates(), st.integers(1, 120), st.floats(0, 1))
def test_a_fine_stack_is_ended_no_more_often_than_stated(given_rates: Rates, asks: int, share: float) -> None:
    ended, _ = chances(begin(given_rates, asks), given_rates.accepted * share, asks)
    assert ended <= given_rates.false_stop + 1e-9


@settings(max_examples=40, deadline=None)
@given(rates(), st.integers(1, 120), st.floats(0, 1))
def test_a_stack_that_is_not_fine_is_accepted_no_more_often_than_stated(
    given_rates: Rates, asks: int, share: float
) -> None:
    bad = given_rates.refused + (1 - given_rates.refused) * share
    _, accepted = chances(begin(given_rates, asks), bad, asks)
    assert accepted <= given_rates.miss + 1e-9


@given(rates(), st.integers(1, 5000), st.lists(st.booleans(), max_size=60))
def test_what_breaks_late_is_seen_as_fast_as_what_breaks_at_once(
    given_rates: Rates, asks: int, before: list[bool]
) -> None:
    evidence = begin(given_rates, asks)
    for bad in before:
        evidence = evidence.after(bad=bad)
    enough = math.ceil((evidence.limit - math.log(given_rates.miss)) / given_rates.bad_step) + 1
    for _ in range(enough):
        evidence = evidence.after(bad=True)
    assert evidence.ended
    assert not evidence.good


@given(rates(), st.integers(1, 5000), st.lists(st.booleans(), max_size=60))
def test_the_counts_are_what_was_told_until_it_ended(given_rates: Rates, asks: int, answers: list[bool]) -> None:
    evidence, told = begin(given_rates, asks), []
    for bad in answers:
        if not evidence.ended:
            told.append(bad)
        evidence = evidence.after(bad=bad)
    assert (evidence.asked, evidence.bad) == (len(told), sum(told))


def test_one_bad_answer_alone_never_ends_the_default_watch() -> None:
    evidence = begin(Rates(), 60).after(bad=True)
    assert not evidence.ended
    assert not evidence.good
    assert "not enough" in evidence.describe()


def test_the_default_watch_of_a_sound_stack_is_good_and_says_its_rates() -> None:
    evidence = begin(Rates(), 60)
    for _ in range(60):
        evidence = evidence.after(bad=False)
    assert evidence.good
    assert evidence.describe() == "0 of 60 answers were bad; less than 20% are (the chance of a miss: 1%)"


def test_a_watch_that_ends_says_how_sure_it_is() -> None:
    evidence = begin(Rates(), 60)
    while not evidence.ended:
        evidence = evidence.after(bad=True)
    assert evidence.asked <= 3
    assert "at most 1.00% for the whole watch" in evidence.describe()


def test_a_watch_that_was_good_and_then_saw_a_bad_answer_is_not_over() -> None:
    evidence = begin(Rates(), 60)
    for _ in range(22):
        evidence = evidence.after(bad=False)
    assert evidence.good
    evidence = evidence.after(bad=True)
    assert not evidence.good
    assert "watch longer" in evidence.describe()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"accepted": 0.3}, "refused = 0.2 is not accepted: more than accepted = 0.3 and less than 1"),
        ({"refused": 1.0}, "refused = 1.0"),
        ({"accepted": math.nan}, "accepted = nan"),
        ({"accepted": 0}, "accepted = 0"),
        ({"miss": True}, "miss = True"),
        ({"false_stop": 0.5}, "false_stop = 0.5 is not accepted: less than 0.5"),
        ({"miss": math.inf}, "miss = inf"),
    ],
)
def test_rates_that_mean_nothing_are_refused(change: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=message.replace("(", r"\(")):
        Rates(**change)


@pytest.mark.parametrize("asks", [0, -1, True, 1.5, 10**7])
def test_a_watch_of_no_length_is_refused(asks: int) -> None:
    with pytest.raises(ValueError, match="most_asks"):
        begin(Rates(), asks)
