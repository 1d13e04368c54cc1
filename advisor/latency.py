"""Which pattern serves a rate within a latency and a budget: measured where there is enough, planned where not."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final

from advisor.prices.book import load_prices
from domain.advice.filters import Needs
from domain.advice.latency import PROFILES, LatencyProfile
from domain.advice.percentiles import percentile, samples_for
from domain.advice.planning import PlanningSizes, planning_way
from domain.advice.price_finder import finder
from domain.advice.ranking import Candidate, Ranking, rank
from domain.advice.score import Weights
from domain.advice.throughput import SECONDS_PER_DAY, TrafficProfile
from domain.advice.usage import cost_of
from domain.advice.ways import Demand, Way, capacity_rps, usage_of
from domain.checks import finite_number, refuse, whole_number
from domain.patterns import Pattern
from domain.serving.cost import Find

REGION: Final = "us-east-1"
"""Where prices of serving are known without a refresh (``domain/prices.json``)."""
FEWEST: Final = 10
"""No percentile is said of fewer samples."""


def pattern_of(value: Pattern | str) -> Pattern:
    """Return a pattern by its value.

    Raises:
        ValueError: There is no such pattern; the message lists them.
    """
    if not isinstance(value, str) or value not in set(Pattern):
        refuse("pattern", value, f"one of {', '.join(Pattern)}")
    return Pattern(value)


@dataclass(frozen=True)
class Tokens:
    """Tokens of a typical request and of its answer: what Bedrock is billed and limited by.

    Attributes:
        input: Tokens of a request, at least 0.
        output: Tokens of an answer, at least 0.
    """

    input: float = 500.0
    output: float = 300.0


class LatencyAnalyzer:
    """Records latencies, and ranks patterns by latency, throughput, cost and operations."""

    def __init__(
        self,
        target_p99_ms: float = 2500.0,
        window_size: int = 1000,
        profiles: Mapping[Pattern, LatencyProfile] = PROFILES,
        *,
        weights: Weights | None = None,
        sizes: PlanningSizes | None = None,
        ways: Mapping[Pattern, Way] | None = None,
        find: Find | None = None,
    ) -> None:
        """Take what to plan with.

        Args:
            target_p99_ms: Milliseconds in which 99 of 100 answers are wanted, above 0.
            window_size: How many of the newest latencies are kept for each pattern, at least 1. With fewer than 299
                a p99 never takes the place of the profile's.
            profiles: What to plan with until enough was measured.
            weights: How much each score counts.
            sizes: Guesses for the size of a pattern that has no way.
            ways: Sizes of patterns that are known.
            find: Looks prices up; those that ship, in ``us-east-1`` today, when left out.
        """
        self.target_p99_ms = finite_number("target_p99_ms", target_p99_ms, 0, above=True)
        whole_number("window_size", window_size, 1)
        self._profiles = dict(profiles)
        self._windows: dict[Pattern, deque[float]] = {pattern: deque(maxlen=window_size) for pattern in Pattern}
        self._weights = weights or Weights()
        self._sizes = sizes
        self._ways = dict(ways or {})
        self._find = find

    def record_latency(self, pattern: Pattern | str, latency_ms: float) -> None:
        """Keep one measured latency of a whole request, cold ones included.

        Args:
            pattern: Which one, or its value.
            latency_ms: Milliseconds, above 0.
        """
        self._windows[pattern_of(pattern)].append(finite_number("latency_ms", latency_ms, 0, above=True))

    def get_observed_percentile(self, pattern: Pattern | str, p: float) -> float | None:
        """Return a nearest-rank percentile of what was measured, or ``None`` with too few samples.

        Too few is below 10, or so few that the percentile would just be the largest sample: a p99 needs 100.

        Args:
            pattern: Which one, or its value.
            p: Above 0, at most 100.
        """
        window = self._windows[pattern_of(pattern)]
        finite_number("p", p, 0, above=True)
        fewest = FEWEST if p >= 100 else max(FEWEST, math.ceil(round(100 / (100 - p), 6)))
        return percentile(window, p) if len(window) >= fewest else None

    def profile(self, pattern: Pattern | str) -> LatencyProfile:
        """Return the latency of a pattern: measured when there are enough samples for a p99 (299), else planned.

        299 is where the chance is 95 % that the largest sample lies above the true p99; with fewer, what was measured
        may well not contain a slow request at all (``domain.advice.percentiles.samples_for``).
        """
        which = pattern_of(pattern)
        window = self._windows[which]
        if len(window) >= samples_for(99):
            p50, p90, p99 = (percentile(window, p) for p in (50, 90, 99))
            return LatencyProfile(which, p50, p90, p99, source=f"measured: {len(window):,} requests", assumed=False)
        if which not in self._profiles:
            refuse("pattern", which.value, "one with a profile, or with 299 measured latencies")
        return self._profiles[which]

    def recommend_pattern(
        self,
        max_p99_ms: float | None,
        min_throughput_rps: float,
        max_monthly_cost_usd: float,
        needs_custom_model: bool = False,
        *,
        needs: Needs | None = None,
        tokens: Tokens | None = None,
    ) -> Ranking:
        """Rank the patterns for a steady rate.

        Args:
            max_p99_ms: Milliseconds; ``None`` is the analyzer's target.
            min_throughput_rps: Requests a second that come and must be served, above 0.
            max_monthly_cost_usd: Dollars a month, above 0.
            needs_custom_model: Whether it is a model of one's own: rules Bedrock's base models out, nothing else.
            needs: What else the workload needs; its target, rate and own model are replaced by the arguments.
            tokens: Of a request and of its answer.

        Returns:
            The ranked ones with their scores, and those that were ruled out with every reason.
        """
        rps = finite_number("min_throughput_rps", min_throughput_rps, 0, above=True)
        target = self.target_p99_ms if max_p99_ms is None else max_p99_ms
        base = needs or Needs()
        wanted = replace(base, target_p99_ms=target, needed_rps=rps, own_model=needs_custom_model or base.own_model)
        each = tokens or Tokens()
        traffic = TrafficProfile(
            max(1, math.ceil(rps * SECONDS_PER_DAY)), avg_input_tokens=each.input, avg_output_tokens=each.output
        )
        find = self._find or finder(load_prices(), REGION, _today())
        patterns = [pattern for pattern in Pattern if pattern in self._profiles or self._windows[pattern]]
        candidates = [self._candidate(pattern, traffic, wanted, find) for pattern in patterns]
        return rank(candidates, wanted, max_monthly_cost_usd, self._weights)

    def _candidate(self, pattern: Pattern, traffic: TrafficProfile, needs: Needs, find: Find) -> Candidate:
        profile = self.profile(pattern)
        sizes = self._sizes or PlanningSizes()
        if needs.foundation_model is not None:
            sizes = replace(sizes, model_id=needs.foundation_model)
        way = self._ways.get(pattern) or planning_way(profile, traffic, sizes)
        demand = Demand(traffic, request_kb=needs.request_kb, response_kb=needs.response_kb)
        cost = cost_of(usage_of(way, demand), find)
        assumed = (f"latency: {profile.source}",) if profile.assumed else ()
        return Candidate(
            pattern,
            profile.effective_p99_ms,
            capacity_rps(way, traffic),
            cost.total_usd,
            cost.unpriced,
            (*assumed, *way.assumptions),
        )


def _today() -> date:
    return datetime.now(UTC).date()
