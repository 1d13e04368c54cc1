"""Who is asked first, who next, and who not at all."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.switching.plan import Asked, Candidate, drawn, plan

NAMES = ("alpha", "beta", "gamma", "delta")
ANYTHING = [Candidate(name, frozenset(), 1000) for name in NAMES]
weights = st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, st.sampled_from([0.0, 0.05, 0.25, 1.0])))
orders = st.lists(st.sampled_from([*NAMES, "gone"]), unique=True)
candidates = st.lists(
    st.builds(
        Candidate,
        st.sampled_from(NAMES),
        st.sampled_from([frozenset(), frozenset({"image/png"}), frozenset({"text/plain"})]),
        st.sampled_from([10, 1000]),
    ),
    unique_by=lambda each: each.pattern,
)
asked = st.builds(Asked, st.text(), st.sampled_from(["image/png", "text/plain; charset=utf-8"]), st.integers(0, 2000))


@given(asked, candidates, orders, weights)
def test_every_pattern_is_either_asked_once_or_left_out_with_a_reason(
    one: Asked, there: list[Candidate], order: list[str], shares: dict[str, float]
) -> None:
    found = plan(one, there, order, shares)
    assert sorted([*found.order, *found.left_out]) == sorted(each.pattern for each in there)
    assert all(found.left_out.values())
    for each in there:
        assert (each.pattern in found.left_out) == bool(each.why_not(one.content_type, one.size))


@given(asked, candidates, orders, weights)
def test_a_weight_of_nothing_is_never_first_while_another_has_some(
    one: Asked, there: list[Candidate], order: list[str], shares: dict[str, float]
) -> None:
    found = plan(one, there, order, shares)
    if any(shares.get(name, 0) for name in found.order):
        assert shares.get(found.order[0], 0) > 0


@given(asked, candidates, orders, weights)
def test_those_after_the_first_keep_the_order(
    one: Asked, there: list[Candidate], order: list[str], shares: dict[str, float]
) -> None:
    rest = [name for name in plan(one, there, order, shares).order[1:] if name in order]
    assert rest == sorted(rest, key=order.index)


@given(asked, candidates, orders, weights, st.sampled_from(NAMES))
def test_a_pattern_that_was_asked_for_has_no_fallback(
    one: Asked, there: list[Candidate], order: list[str], shares: dict[str, float], wanted: str
) -> None:
    pinned = Asked(one.id, one.content_type, one.size, wanted)
    if wanted not in [each.pattern for each in there]:
        with pytest.raises(ValueError, match=f"pattern = '{wanted}' is not accepted"):
            plan(pinned, there, order, shares)
        return
    found = plan(pinned, there, order, shares)
    assert found.order in ((wanted,), ())
    assert (wanted in found.left_out) == (not found.order)


@given(st.text(), orders, weights)
def test_the_same_request_goes_the_same_way(key: str, order: list[str], shares: dict[str, float]) -> None:
    one = Asked(key, "text/plain", 1)
    assert plan(one, ANYTHING, order, shares) == plan(one, ANYTHING, order, shares)


def test_shares_hold_over_many_requests() -> None:
    share = {"alpha": 0.9, "beta": 0.05, "gamma": 0.05}
    counted = Counter(drawn(f"request-{number}", NAMES, share) for number in range(20_000))
    assert counted["delta"] == 0
    for name, wanted in share.items():
        assert counted[name] / 20_000 == pytest.approx(wanted, abs=0.01)


def test_without_weights_the_order_decides() -> None:
    found = plan(Asked("a", "text/plain", 1), ANYTHING, ("gamma", "alpha"), {})
    assert found.order == ("gamma", "alpha", "beta", "delta")


def test_a_weight_whose_pattern_cannot_take_it_is_shared_by_the_others() -> None:
    there = [Candidate("alpha", frozenset({"image/png"}), 1000), *ANYTHING[1:]]
    firsts = {
        plan(Asked(f"{n}", "text/plain", 1), there, NAMES, {"alpha": 0.9, "beta": 0.1}).order[0] for n in range(50)
    }
    assert firsts == {"beta"}


def test_reasons_say_what_is_taken() -> None:
    there = [Candidate("alpha", frozenset({"image/png"}), 1000), Candidate("beta", frozenset(), 10)]
    assert plan(Asked("a", "text/plain", 11), there, (), {}).left_out == {
        "alpha": "takes image/png, not text/plain",
        "beta": "takes 10 bytes, not 11",
    }


@pytest.mark.parametrize("weight", [float("nan"), float("inf"), -0.1, True, "1"])
def test_a_weight_that_is_none_is_refused(weight: float) -> None:
    with pytest.raises(ValueError, match=r"weights\['alpha'\]"):
        drawn("a", NAMES, {"alpha": weight})


@pytest.mark.parametrize(
    ("pattern", "size", "named"), [("", 1, "pattern"), ("a", 0, "max_bytes"), ("a", True, "max_bytes")]
)
def test_a_candidate_that_is_none_is_refused(pattern: str, size: int, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        Candidate(pattern, frozenset(), size)
