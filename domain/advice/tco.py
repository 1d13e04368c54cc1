"""What each way costs in all: compute, tokens, data and people; alone, and in mixes that share the traffic.

A way that cannot serve the peak, or that breaks a limit of AWS's, is refused with the reason and not priced: a cost of
something that does not work is no cost. A mix pays for all of what it keeps, whatever share of the traffic comes there.
"""

import math
from dataclasses import dataclass
from typing import Final

from domain.advice.charges import Part
from domain.advice.filters import Needs, exclusions
from domain.advice.score import TOLERANCE
from domain.advice.throughput import TrafficProfile
from domain.advice.usage import Costed, CostLine, cost_of
from domain.advice.ways import Demand, Way, capacity_rps, usage_of
from domain.checks import finite_number, refuse, text
from domain.patterns import Pattern
from domain.pricing import Unpriced
from domain.serving.cost import Find

EVEN: Final = "within the peak and outside of it requests come evenly, and instances follow them at once"
NOT_INCLUDED: Final = "without logs, volumes, free tiers and Savings Plans"


@dataclass(frozen=True)
class Share:
    """A part of the traffic, 0 to 1, and the way that serves it."""

    way: Way
    share: float

    def __post_init__(self) -> None:
        if finite_number(f"share of {self.way.name}", self.share, 0, above=True) > 1:
            refuse(f"share of {self.way.name}", self.share, "above 0, at most 1")


@dataclass(frozen=True)
class Mix:
    """Ways that share the traffic.

    Raises:
        ValueError: The shares do not sum to 1, there is none, or a way comes twice.
    """

    name: str
    shares: tuple[Share, ...]

    def __post_init__(self) -> None:
        text("mix.name", self.name)
        names = [share.way.name for share in self.shares]
        if not names or len(set(names)) != len(names):
            refuse(f"mix {self.name}: shares", names, "at least one, each of a way of its own")
        total = math.fsum(share.share for share in self.shares)
        if abs(total - 1) > TOLERANCE:
            refuse(f"mix {self.name}: shares", total, f"shares whose sum is 1 (within {TOLERANCE:g})")


@dataclass(frozen=True)
class TCOInputs:
    """What is to be compared.

    Attributes:
        traffic: The day's traffic.
        ways: Each is priced alone, with all of the traffic.
        mixes: Each is priced as a whole.
        request_kb: Size of a request in KB, at least 0.
        response_kb: Size of an answer in KB, at least 0.
        engineer_hourly_usd: What an hour of one's people costs, at least 0.

    Raises:
        ValueError: There is nothing to price, a name comes twice, or a number is out of range.
    """

    traffic: TrafficProfile
    ways: tuple[Way, ...] = ()
    mixes: tuple[Mix, ...] = ()
    request_kb: float = 0.0
    response_kb: float = 0.0
    engineer_hourly_usd: float = 0.0

    def __post_init__(self) -> None:
        names = [*(way.name for way in self.ways), *(mix.name for mix in self.mixes)]
        if not names or len(set(names)) != len(names):
            refuse("ways and mixes", names, "at least one, each with a name of its own")
        self.demand(1.0)

    def demand(self, share: float) -> Demand:
        """Return a share of the traffic with what a request is."""
        return Demand(self.traffic, share, self.request_kb, self.response_kb, self.engineer_hourly_usd)


@dataclass(frozen=True)
class TCOResult:
    """The cost of a month of one way or mix.

    Attributes:
        name: Which one.
        patterns: Its patterns.
        messages: Requests of the month.
        costed: What it costs; ``None`` when it was refused.
        refused: Why it cannot serve this traffic; nothing is priced then.
        assumptions: What the figures stand on and nobody measured.
    """

    name: str
    patterns: tuple[Pattern, ...]
    messages: float
    costed: Costed | None
    refused: tuple[str, ...]
    assumptions: tuple[str, ...]

    @property
    def total_usd(self) -> float | None:
        """Dollars of the month; ``None`` when it was refused or something has no price."""
        return None if self.costed is None else self.costed.total_usd

    @property
    def per_message_usd(self) -> float | None:
        """Dollars of one request, like the total."""
        return None if self.total_usd is None else self.total_usd / self.messages

    @property
    def compute_usd(self) -> float | None:
        """Dollars for what computes, model units among it; like the total."""
        return self._part(Part.COMPUTE)

    @property
    def tokens_usd(self) -> float | None:
        """Dollars for tokens, like the total."""
        return self._part(Part.TOKENS)

    @property
    def data_usd(self) -> float | None:
        """Dollars for data in and out, and for requests to S3; like the total."""
        return self._part(Part.DATA)

    @property
    def operations_usd(self) -> float | None:
        """Dollars for people, like the total."""
        return self._part(Part.OPERATIONS)

    @property
    def lines(self) -> tuple[CostLine, ...]:
        """What was priced."""
        return () if self.costed is None else self.costed.lines

    @property
    def unpriced(self) -> tuple[Unpriced, ...]:
        """What has no price."""
        return () if self.costed is None else self.costed.unpriced

    def _part(self, part: Part) -> float | None:
        return None if self.costed is None or self.costed.total_usd is None else self.costed.part(part)


def tco(inputs: TCOInputs, find: Find) -> tuple[TCOResult, ...]:
    """Price everything, the cheapest first, what has no total last.

    Args:
        inputs: What is to be compared.
        find: Looks a price up by its item.
    """
    parts: list[tuple[str, tuple[Share, ...]]] = [(way.name, (Share(way, 1.0),)) for way in inputs.ways]
    parts += [(mix.name, mix.shares) for mix in inputs.mixes]
    results = [_priced(name, shares, inputs, find) for name, shares in parts]
    return tuple(sorted(results, key=lambda one: math.inf if one.total_usd is None else one.total_usd))


def refusals(way: Way, inputs: TCOInputs, share: float = 1.0) -> tuple[str, ...]:
    """Return why a way cannot serve a share of the traffic, or nothing."""
    needs = Needs(
        needed_rps=inputs.traffic.peak_rps * share,
        request_kb=inputs.request_kb,
        response_kb=inputs.response_kb,
        duration_s=way.size.duration_ms / 1000,
        synchronous=False,  # whether a caller waits is no matter of cost
    )
    reasons = exclusions(way.pattern, needs, capacity_rps=capacity_rps(way, inputs.traffic))
    return tuple(f"{way.name}: {reason}" for reason in reasons)


def _priced(name: str, shares: tuple[Share, ...], inputs: TCOInputs, find: Find) -> TCOResult:
    patterns = tuple(dict.fromkeys(share.way.pattern for share in shares))
    refused = tuple(reason for share in shares for reason in refusals(share.way, inputs, share.share))
    given = tuple(f"{share.way.name}: {said}" for share in shares for said in share.way.assumptions)
    assumptions = (EVEN, NOT_INCLUDED, *given)
    costs = [cost_of(usage_of(share.way, inputs.demand(share.share)), find) for share in shares if not refused]
    costed = None if refused else _sum(costs)
    return TCOResult(name, patterns, inputs.traffic.monthly_messages, costed, refused, assumptions)


def _sum(costs: list[Costed]) -> Costed:
    lines = tuple(line for cost in costs for line in cost.lines)
    unpriced = tuple(dict.fromkeys(item for cost in costs for item in cost.unpriced))
    return Costed(lines, None if unpriced else math.fsum(line.usd for line in lines), unpriced)
