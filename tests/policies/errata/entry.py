"""How an erratum is written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tests.policies.cases.case import TODAY, Case, StackCase


@dataclass(frozen=True)
class Mistake:
    """Something wrong that a rule names, and its twin about which the rule is silent.

    Args:
        rule: The rule's id.
        wrong: A resource, or a stack for a stack rule.
        says: How the message starts, with the resource's name.
        right: The same but for one thing.
        today: When it is judged.
        leaves: In how many places the twin differs; a bound between two steps is written twice.
    """

    rule: str
    wrong: Case | StackCase
    says: str
    right: Case | StackCase
    today: date = TODAY
    leaves: int = 1


@dataclass(frozen=True)
class Erratum:
    """What was wrong. What a rule can see of it is shown; of the rest it is said why no rule can.

    Args:
        number: From 1 to 58, or the bug's name.
        what: The mistake in a few words.
        seen: Each part of it that a rule names.
        unseen: Why no rule can see the rest, or all of it.
    """

    number: int | str
    what: str
    seen: tuple[Mistake, ...] = ()
    unseen: str = ""
