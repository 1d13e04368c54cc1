"""When one set of IAM names covers another: what is said to be covered is; what cannot be proved is not said.

A name may have ``*`` and ``?``:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

WILD: Final = frozenset("*?")
VARIABLE: Final = re.compile(r"\$\{[^}]*\}")
"""A policy variable, such as ``${aws:username}``: it stands for a text that only the request knows."""


@lru_cache(maxsize=65_536)
def covers(wide: str, narrow: str) -> bool:
    """Whether every text that ``narrow`` matches is matched by ``wide``; ``False`` also where that is not provable.

    The stars of ``narrow`` may stand for anything, so only a star of ``wide`` can take them.

    >>> covers("s3:*", "s3:Get*"), covers("s3:Get*", "s3:*"), covers("a?", "ab"), covers("a?", "a*")
    (True, False, True, False)
    """
    if wide == narrow:
        return True
    narrow = VARIABLE.sub("*", narrow)
    star, position, at, retry = -1, 0, 0, 0
    while at < len(narrow):
        sign = wide[position] if position < len(wide) else ""
        if sign == "*":
            star, retry = position, at
            position += 1
        elif sign and narrow[at] != "*" and sign in ("?", narrow[at]):
            position, at = position + 1, at + 1
        elif star >= 0:
            retry += 1
            position, at = star + 1, retry
        else:
            return False
    return set(wide[position:]) <= {"*"}


def disjoint(one: str, other: str) -> bool:
    """Whether no text can match both; ``False`` also where that is not provable.

    >>> disjoint("s3:Get*", "sqs:*"), disjoint("s3:*", "s3:GetObject"), disjoint("*a", "*b")
    (True, False, True)
    """
    if VARIABLE.search(one) or VARIABLE.search(other):
        return False
    return _differ(one, other) or _differ(one[::-1], other[::-1])


def _differ(one: str, other: str) -> bool:
    """Whether they differ before the first sign of either that is not fixed, or one ends there."""
    for left, right in zip(one, other, strict=False):
        if left in WILD or right in WILD:
            return False
        if left != right:
            return True
    if WILD & {*one, *other}:
        longer, shorter = (one, other) if len(one) > len(other) else (other, one)
        return not WILD & set(shorter) and bool(set(longer[len(shorter) :]) - {"*"})
    return len(one) != len(other)


@dataclass(frozen=True)
class Names:
    """A set of names: those that match a pattern, or all others.

    Args:
        patterns: With ``*`` and ``?``.
        others: Whether it is everything that matches none of them, as in ``NotAction``.
    """

    patterns: tuple[str, ...]
    others: bool = False

    def covers(self, narrow: Names) -> bool:
        """Whether every name of ``narrow`` is in this set; ``False`` also where that is not provable."""
        if self.others and narrow.others:
            return all(any(covers(wide, mine) for wide in narrow.patterns) for mine in self.patterns)
        if self.others:
            return all(disjoint(mine, theirs) for mine in self.patterns for theirs in narrow.patterns)
        if narrow.others:
            return "*" in self.patterns
        return all(any(covers(mine, theirs) for mine in self.patterns) for theirs in narrow.patterns)

    def folded(self) -> Names:
        """The same without a difference between capital and small letters, as IAM compares actions."""
        return _folded(self)

    def single(self) -> tuple[Names, ...]:
        """The same set in parts that can each be covered by itself."""
        return (self,) if self.others else tuple(Names((one,)) for one in self.patterns)


@lru_cache(maxsize=16_384)
def _folded(names: Names) -> Names:
    return Names(tuple(one.lower() for one in names.patterns), names.others)
