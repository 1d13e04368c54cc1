"""What one pattern is said to cover, it covers; what two are said not to share, they do not share."""

from __future__ import annotations

import re
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from advisor.report.access.patterns import Names, covers, disjoint

PATTERNS = st.text("ab*?", max_size=5)
TEXTS = ["".join(signs) for length in range(6) for signs in product("ab", repeat=length)]


def matches(pattern: str, text: str) -> bool:
    """IAM's meaning of a pattern, by a regular expression."""
    parts = {"*": ".*", "?": "."}
    return re.fullmatch("".join(parts.get(sign, re.escape(sign)) for sign in pattern), text) is not None


@given(PATTERNS, PATTERNS)
def test_what_is_covered_is_matched(wide: str, narrow: str) -> None:
    if covers(wide, narrow):
        assert all(matches(wide, text) for text in TEXTS if matches(narrow, text))


@given(PATTERNS, PATTERNS)
def test_what_is_disjoint_shares_nothing(one: str, other: str) -> None:
    if disjoint(one, other):
        assert not any(matches(one, text) and matches(other, text) for text in TEXTS)


@given(PATTERNS, st.text("ab", max_size=5))
def test_a_single_name_is_covered_by_exactly_the_patterns_that_match_it(pattern: str, text: str) -> None:
    assert covers(pattern, text) == matches(pattern, text)


@given(PATTERNS)
def test_everything_is_covered_by_a_star_and_by_itself(pattern: str) -> None:
    assert covers("*", pattern)
    assert covers(pattern, pattern)


NAMES = st.builds(Names, st.lists(PATTERNS, min_size=1, max_size=3).map(tuple), st.booleans())


@given(NAMES, NAMES)
def test_sets_and_their_complements_cover_only_what_they_contain(wide: Names, narrow: Names) -> None:
    def has(names: Names, text: str) -> bool:
        return any(matches(one, text) for one in names.patterns) != names.others

    if wide.covers(narrow):
        assert all(has(wide, text) for text in TEXTS if has(narrow, text))


def test_a_variable_may_stand_for_anything_so_only_a_star_covers_it() -> None:
    assert covers("home/*", "home/${aws:username}")
    assert covers("home/${aws:username}", "home/${aws:username}")
    assert not covers("home/????????????????", "home/${aws:username}")
    assert not disjoint("home/${aws:username}", "home/b")
