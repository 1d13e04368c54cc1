"""How much of each thing a traffic needs: rates, tokens, concurrency, model units, instances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from domain.advice.throughput import (
    TrafficProfile,
    concurrency_for,
    instances_for,
    invocations_per_minute,
    units_for,
)
from domain.checks import finite_number, refuse, text, whole_number
from domain.patterns import Pattern
from domain.serverless import MAX_CONCURRENCY
from domain.serving.options import LAMBDA_CONCURRENCY

UNIT_SOURCE: Final = "an assumption: AWS publishes it for no model, ask the account team"


@dataclass(frozen=True)
class Capacities:
    """What one of each thing carries: inputs, each of which is better measured.

    Attributes:
        lambda_seconds: How long a request keeps a function busy, above 0.
        lambda_concurrency: Executions that the account may run at the same time, at least 1.
        lambda_utilization: Share of them that this workload may take, above 0 to 1.
        serverless_seconds: How long a request keeps a serverless endpoint busy, above 0.
        tokens_per_minute_per_unit: What one Bedrock model unit carries, above 0.
        unit_source: Where that figure is from.
        rps_per_instance: Requests a second that one instance serves, measured under load, above 0.
        instance_type: Which instance that is.
        headroom: Share on top of the exact number, at least 0.
    """

    lambda_seconds: float = 2.0
    lambda_concurrency: int = LAMBDA_CONCURRENCY
    lambda_utilization: float = 0.7
    serverless_seconds: float = 2.0
    tokens_per_minute_per_unit: float = 40_000.0
    unit_source: str = UNIT_SOURCE
    rps_per_instance: float = 8.0
    instance_type: str = "ml.g5.2xlarge"
    headroom: float = 0.2

    def __post_init__(self) -> None:
        for name in ("lambda_seconds", "serverless_seconds", "tokens_per_minute_per_unit", "rps_per_instance"):
            finite_number(name, getattr(self, name), 0, above=True)
        whole_number("lambda_concurrency", self.lambda_concurrency, 1)
        if finite_number("lambda_utilization", self.lambda_utilization, 0, above=True) > 1:
            refuse("lambda_utilization", self.lambda_utilization, "above 0, at most 1")
        finite_number("headroom", self.headroom, 0)
        text("unit_source", self.unit_source)
        text("instance_type", self.instance_type)


@dataclass(frozen=True)
class Sizing:
    """How many of one thing.

    Attributes:
        peak: Just enough for the peak's rate.
        burst: Just enough for the worst instant.
        suggested: For the peak, with headroom.
    """

    peak: int
    burst: int
    suggested: int


@dataclass(frozen=True)
class Verdict:
    """Whether a pattern's limit holds the burst, in words."""

    pattern: Pattern
    fits: bool
    says: str


@dataclass(frozen=True)
class CapacityRequirement:
    """What a traffic needs.

    Attributes:
        avg_rps: Requests a second over the day.
        peak_rps: In the peak hours.
        burst_rps: In the worst instant.
        peak_tokens_in_per_minute: Tokens of requests a minute at the peak.
        peak_tokens_out_per_minute: Tokens of answers a minute at the peak.
        peak_tokens_per_minute: Both together.
        lambda_concurrency: Executions of a function at the same time.
        serverless_concurrency: Requests on a serverless endpoint at the same time.
        model_units: Bedrock model units.
        instances: SageMaker instances.
        auto_scaling_target: Invocations of one instance a MINUTE: the unit of the predefined metric.
        verdicts: What fits into its limit.
        assumptions: What the figures stand on and nobody measured.
    """

    avg_rps: float
    peak_rps: float
    burst_rps: float
    peak_tokens_in_per_minute: float
    peak_tokens_out_per_minute: float
    peak_tokens_per_minute: float
    lambda_concurrency: Sizing
    serverless_concurrency: Sizing
    model_units: Sizing
    instances: Sizing
    auto_scaling_target: float
    verdicts: tuple[Verdict, ...]
    assumptions: tuple[str, ...]


class ThroughputCalculator:
    """Sizes each pattern for a traffic."""

    def __init__(self, capacities: Capacities | None = None) -> None:
        """Take what one of each thing carries; the defaults are guesses and are listed as such."""
        self._capacities = capacities or Capacities()

    def calculate(self, profile: TrafficProfile) -> CapacityRequirement:
        """Return what a traffic needs of each pattern."""
        each = self._capacities
        functions = self._concurrency(profile, each.lambda_seconds)
        serverless = self._concurrency(profile, each.serverless_seconds)
        return CapacityRequirement(
            avg_rps=profile.average_rps,
            peak_rps=profile.peak_rps,
            burst_rps=profile.burst_rps,
            peak_tokens_in_per_minute=profile.tokens_in_per_minute,
            peak_tokens_out_per_minute=profile.tokens_out_per_minute,
            peak_tokens_per_minute=profile.tokens_per_minute,
            lambda_concurrency=functions,
            serverless_concurrency=serverless,
            model_units=self._units(profile),
            instances=self._instances(profile),
            auto_scaling_target=invocations_per_minute(each.rps_per_instance),
            verdicts=(self._lambda_verdict(profile), _serverless_verdict(serverless)),
            assumptions=self._assumptions(),
        )

    def _concurrency(self, profile: TrafficProfile, seconds: float) -> Sizing:
        return Sizing(
            concurrency_for(profile.peak_rps, seconds),
            concurrency_for(profile.burst_rps, seconds),
            concurrency_for(profile.peak_rps, seconds, self._capacities.headroom),
        )

    def _units(self, profile: TrafficProfile) -> Sizing:
        each, tokens = self._capacities.tokens_per_minute_per_unit, profile.tokens_per_minute
        return Sizing(
            units_for(tokens, each),
            units_for(tokens * profile.burst_factor, each),
            units_for(tokens, each, self._capacities.headroom),
        )

    def _instances(self, profile: TrafficProfile) -> Sizing:
        each = self._capacities.rps_per_instance
        return Sizing(
            instances_for(profile.peak_rps, each),
            instances_for(profile.burst_rps, each),
            instances_for(profile.peak_rps, each, self._capacities.headroom),
        )

    def _lambda_verdict(self, profile: TrafficProfile) -> Verdict:
        each = self._capacities
        most = each.lambda_concurrency / each.lambda_seconds * each.lambda_utilization
        fits = profile.burst_rps <= most
        says = (
            f"a burst of {profile.burst_rps:.1f} requests/s {'fits into' if fits else 'is more than'} {most:.0f}: "
            f"{each.lambda_concurrency:,} at the same time, {each.lambda_seconds:g} s each, "
            f"{each.lambda_utilization:.0%} of them used"
        )
        return Verdict(Pattern.LAMBDA_ON_DEMAND, fits, says)

    def _assumptions(self) -> tuple[str, ...]:
        each = self._capacities
        return (
            f"a model unit carries {each.tokens_per_minute_per_unit:,.0f} tokens/min ({each.unit_source})",
            f"one {each.instance_type} serves {each.rps_per_instance:g} requests/s: measure it under load",
            f"a request keeps a function busy for {each.lambda_seconds:g} s",
            f"a request keeps a serverless endpoint busy for {each.serverless_seconds:g} s",
        )


def _serverless_verdict(sizing: Sizing) -> Verdict:
    fits = sizing.burst <= MAX_CONCURRENCY
    relation = "fit into" if fits else "are more than"
    says = f"{sizing.burst} at the same time in a burst {relation} the {MAX_CONCURRENCY} of one endpoint"
    return Verdict(Pattern.SAGEMAKER_SERVERLESS, fits, says)
