"""The searches of ``advisor dr model``, small ones: what holds, and what breaks when a rule is taken away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from advisor.failover_model import searches
from advisor.failover_model.keepers import QUICK, KeeperScope
from advisor.failover_model.outcome import Outcome, counterexample, judged
from advisor.failover_model.scope import Scope, Ticks, drained_for
from advisor.failover_model.searches import AT_WORK, EFFECTS, LONG, Search
from advisor.failover_model.step import Invariant

LIMIT = 200_000
BY_NAME = {search.scope.name: search for search in searches.SEARCHES}
SMALL = Scope("small", "one input, clocks that agree", inputs=1, skew=0)
IN_TIME = replace(SMALL, bounded=True, ticks=LONG, skew=1)
BRISK = KeeperScope(
    "brisk", "fewer ticks", replace(QUICK, return_after_ms=QUICK.lease_ms), hysteresis_ms=QUICK.lease_ms
)


def outcome(scope: Scope | KeeperScope, breaks: frozenset[Invariant] = frozenset()) -> Outcome:
    return judged(Search(scope, breaks), limit=LIMIT)


@pytest.mark.parametrize(
    "scope",
    [SMALL, replace(SMALL, deliveries=2), IN_TIME, replace(IN_TIME, orders=True)],
    ids=["pauses", "deliveries", "in time", "orders"],
)
def test_every_rule_in_place_holds_in_every_state(scope: Scope) -> None:
    found = outcome(scope)
    assert found.complete
    assert found.stories == {}
    assert found.stuck == (0, 0)
    assert found.problems == ()


@pytest.mark.parametrize("scope", [replace(IN_TIME, skew=2), replace(IN_TIME, rules=drained_for(1, LONG.rules()))])
def test_a_broken_rule_of_time_lets_two_work_but_fencing_lets_one_write(scope: Scope) -> None:
    found = outcome(scope, AT_WORK)
    assert found.complete
    assert found.stories.keys() == AT_WORK
    assert found.problems == ()


def test_without_fencing_a_short_drain_doubles_an_effect_and_the_right_one_does_not() -> None:
    short = replace(IN_TIME, rules=drained_for(1, LONG.rules()), fencing=False)
    assert outcome(short).stories.keys() == AT_WORK | EFFECTS
    assert outcome(replace(IN_TIME, fencing=False)).stories == {}


def test_without_fencing_the_shortest_way_to_two_effects_is_told() -> None:
    lines, states = counterexample(Search(searches.UNFENCED), Invariant.ONE_EFFECT, limit=LIMIT)
    assert lines is not None
    assert states < LIMIT
    assert len(lines) == 19
    assert Invariant.ONE_EFFECT.value in lines[-1].broken
    texts = [line.text for line in lines]
    writes = [text for text in texts if "writes its result" in text]
    assert len(writes) == 2
    assert any("THOUGH A NEWER CLAIM HAS THE WORK" in text for text in writes)
    assert sum("writes the lease: acquire" in text for text in texts) == 2
    assert lines[0].lease.endswith("ticks left")


def test_with_fencing_the_same_search_finds_no_way() -> None:
    fenced = replace(searches.UNFENCED, fencing=True, skew=0)
    assert counterexample(Search(fenced), Invariant.ONE_EFFECT, limit=LIMIT)[0] is None


def test_keepers_bring_the_lease_to_who_is_well_and_back_without_a_flap() -> None:
    found = outcome(BRISK)
    assert found.complete
    assert found.problems == ()


def test_keepers_without_hysteresis_flap() -> None:
    rules = replace(BRISK.rules)
    object.__setattr__(rules, "return_after_ms", 0)  # no settings would accept it
    found = outcome(replace(BRISK, rules=rules), frozenset({Invariant.NO_PING_PONG}))
    assert found.problems == ()
    assert sum("drain: " in line.text for line in found.stories[Invariant.NO_PING_PONG]) >= 2


def test_an_incomplete_search_says_so_and_asks_nothing_about_its_end() -> None:
    found = judged(Search(SMALL), limit=1_000)
    assert not found.complete
    assert found.stuck is None
    assert found.states >= 1_000


def test_what_must_break_and_does_not_is_a_problem() -> None:
    found = outcome(SMALL, frozenset({Invariant.ONE_EFFECT}))
    assert found.problems == (f"not broken, though its rule was taken away: {Invariant.ONE_EFFECT.value}",)


@pytest.mark.parametrize("name", ["inputs", "epochs", "attempts", "deliveries"])
@pytest.mark.parametrize("value", [0, -1, 1.5, True, float("nan"), "2"])
def test_a_scope_of_nothing_is_refused(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=name):
        replace(SMALL, **{name: value})


def test_the_searches_have_names_of_their_own_and_rules_that_settings_accept() -> None:
    assert len(BY_NAME) == len(searches.SEARCHES)
    assert Ticks().rules().drain_ms > Ticks().rules().longest_request_ms
