"""When a watch knows enough: a sequential test with stated error rates, not "one answer was bad".

Wald's sequential probability ratio test between a share of bad answers that is accepted and one that is not. It stops
the watch when the evidence against the stack reaches ln(1 / a): for answers that are bad with at most the accepted
share, the likelihood ratio is a supermartingale that begins at 1, so by Ville's inequality it ever reaches 1 / a with
a probability of at most a, however long the stretch lasts. When the evidence for the stack reaches ln(b) the stretch
is accepted and a new one begins: what breaks late is seen as fast as what breaks at once. The watch's ``false_stop`` is
shared among the stretches that it can have (the union bound).

Sources: Wald, Sequential Tests of Statistical Hypotheses (1945), https://doi.org/10.1214/aoms/1177731118;
Ville's inequality: https://en.wikipedia.org/wiki/Ville%27s_inequality
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

from domain.checks import finite_number, refuse, whole_number

MOST_ASKS: Final = 1_000_000


@dataclass(frozen=True)
class Rates:
    """What the test promises.

    Attributes:
        accepted: Share of bad answers of a stack that is fine, above 0 and below ``refused``.
        refused: Share from which on a stack is not, below 1.
        false_stop: Most chance that a whole watch of a fine stack is ended early, above 0 and below 0.5.
        miss: Most chance that one stretch accepts a stack that is not fine, above 0 and below 0.5.

    Raises:
        ValueError: A share is outside of its range.
    """

    accepted: float = 0.01
    refused: float = 0.2
    false_stop: float = 0.01
    miss: float = 0.01

    def __post_init__(self) -> None:
        for name in ("accepted", "refused", "false_stop", "miss"):
            finite_number(name, getattr(self, name), 0.0, above=True)
        if not self.accepted < self.refused < 1:
            refuse("refused", self.refused, f"more than accepted = {self.accepted} and less than 1")
        for name in ("false_stop", "miss"):
            if getattr(self, name) >= 0.5:
                refuse(name, getattr(self, name), "less than 0.5")

    @property
    def bad_step(self) -> float:
        """Evidence of one bad answer, above 0."""
        return math.log(self.refused / self.accepted)

    @property
    def good_step(self) -> float:
        """Evidence of one good answer, below 0."""
        return math.log((1 - self.refused) / (1 - self.accepted))

    @property
    def shortest_stretch(self) -> int:
        """Good answers in a row that a stretch needs to be accepted."""
        return math.ceil(math.log(self.miss) / self.good_step)


@dataclass(frozen=True)
class Evidence:
    """What a watch has seen.

    Attributes:
        rates: What the test promises.
        limit: Evidence at which the watch is ended, from :func:`begin`.
        asked: Answers so far.
        bad: Bad ones of them.
        level: Evidence of this stretch: the logarithm of its likelihood ratio.
        accepted: Stretches that were accepted.
    """

    rates: Rates
    limit: float
    asked: int = 0
    bad: int = 0
    level: float = 0.0
    accepted: int = 0

    @property
    def ended(self) -> bool:
        """Whether the stack is known not to be fine."""
        return self.level >= self.limit

    @property
    def good(self) -> bool:
        """Whether the stack was accepted at least once, and the stretch since holds no evidence against it."""
        return not self.ended and self.accepted > 0 and self.level <= 0

    def after(self, *, bad: bool) -> Evidence:
        """The evidence after one more answer; a watch that ended stays so."""
        if self.ended:
            return self
        level = self.level + (self.rates.bad_step if bad else self.rates.good_step)
        seen = replace(self, asked=self.asked + 1, bad=self.bad + bad, level=level)
        if level <= math.log(self.rates.miss):
            return replace(seen, level=0.0, accepted=self.accepted + 1)
        return seen

    def describe(self) -> str:
        """For people: what was seen, and what it means."""
        seen = f"{self.bad} of {self.asked} answers were bad"
        if self.ended:
            rates = self.rates
            return (
                f"{seen}: more than {rates.accepted:.0%} of the answers are (the chance that this is said of a stack "
                f"that is fine: at most {rates.false_stop:.2%} for the whole watch)"
            )
        if self.good:
            return f"{seen}; less than {self.rates.refused:.0%} are (the chance of a miss: {self.rates.miss:.0%})"
        if self.accepted:
            return f"{seen}, some of the last ones: too few answers since to say that it is over; watch longer"
        return f"{seen}: not enough, at least {self.rates.shortest_stretch} good ones in a row are needed; watch longer"


def begin(rates: Rates, most_asks: int) -> Evidence:
    """The evidence before the first answer of a watch.

    Args:
        rates: What the test promises.
        most_asks: Answers that the watch can have, 1 to 1,000,000.

    Raises:
        ValueError: ``most_asks`` is outside of its range.
    """
    whole_number("most_asks", most_asks, 1, MOST_ASKS)
    stretches = most_asks // rates.shortest_stretch + 1
    return Evidence(rates, math.log(stretches / rates.false_stop))
