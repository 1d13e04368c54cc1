"""A size of each pattern to plan with, from its latency profile and the traffic, when nobody has measured one yet.

Every figure that is a guess is among the way's assumptions, so that a recommendation lists it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from domain.advice.latency import LatencyProfile
from domain.advice.throughput import TrafficProfile, instances_for, units_for
from domain.advice.ways import OnDemandModel, ProvisionedModel, Size, Way, rps_per_instance
from domain.checks import finite_number, text, whole_number
from domain.patterns import TITLES, Pattern
from domain.serving.options import LambdaOption, RealtimeOption, ServerlessOption

INSTANCES: Final = (Pattern.SAGEMAKER_REALTIME, Pattern.SAGEMAKER_ASYNC, Pattern.INFERENCE_COMPONENTS)
MOST_INIT_MS: Final = 10_000.0
"""Longest initialisation that Lambda bills as such:
https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html"""


@dataclass(frozen=True)
class PlanningSizes:
    """Guesses that a plan starts from; give your own where you know better.

    Attributes:
        lambda_memory_mb: Memory of a function that holds the model, in MB.
        serverless_memory_mb: Memory of a serverless endpoint in MB.
        instance_type: Of a SageMaker endpoint.
        instance_concurrency: Requests that one instance works on at the same time, at least 1.
        utilization: Share of its time that an instance may be busy, above 0 to 1.
        most_instances: The account's limit for the type, at least 1.
        model_id: Bedrock's name of the model.
        tokens_per_minute: The account's quota for it. 4,000,000 was the default of Nova Lite's cross-Region profile in
            us-east-1 in June 2025; new accounts have less, down to 0.
        tokens_per_minute_per_unit: What one model unit carries; AWS publishes it for no model.
        headroom: Share of capacity on top of the peak, at least 0.
    """

    lambda_memory_mb: int = 4096
    serverless_memory_mb: int = 6144
    instance_type: str = "ml.g5.2xlarge"
    instance_concurrency: int = 4
    utilization: float = 0.7
    most_instances: int = 20
    model_id: str = "amazon.nova-2-lite-v1:0"
    tokens_per_minute: float = 4_000_000.0
    tokens_per_minute_per_unit: float = 40_000.0
    headroom: float = 0.2

    def __post_init__(self) -> None:
        text("instance_type", self.instance_type)
        whole_number("instance_concurrency", self.instance_concurrency, 1)
        whole_number("most_instances", self.most_instances, 1)
        finite_number("headroom", self.headroom, 0)


def planning_way(profile: LatencyProfile, traffic: TrafficProfile, sizes: PlanningSizes | None = None) -> Way:
    """Return a way of one pattern, sized for the traffic's peak as far as its limits go.

    Args:
        profile: Latency of the pattern; its mean is how long a request keeps something busy.
        traffic: What comes.
        sizes: Guesses; the defaults when left out.
    """
    chosen = sizes or PlanningSizes()
    pattern = profile.pattern
    if pattern in INSTANCES:
        size, guess = _instances(profile, traffic, chosen)
    else:
        size, guess = _OTHERS[pattern](profile, traffic, chosen)
    return Way(TITLES[pattern], pattern, size, assumptions=(f"a request keeps it {profile.mean_ms:.0f} ms busy", guess))


def _instances(profile: LatencyProfile, traffic: TrafficProfile, sizes: PlanningSizes) -> tuple[Size, str]:
    def size(most: int) -> RealtimeOption:
        return RealtimeOption(
            profile.mean_ms,
            sizes.instance_type,
            sizes.instance_concurrency,
            sizes.utilization,
            max_instances=most,
            off_hours_instances=int(profile.pattern is Pattern.SAGEMAKER_REALTIME),
        )

    each = rps_per_instance(size(1))
    needed = instances_for(traffic.peak_rps, each, sizes.headroom)
    guess = (
        f"one {sizes.instance_type} works on {sizes.instance_concurrency} requests at once and is busy for at most "
        f"{sizes.utilization:.0%} of its time: {each:.3g} requests a second; the account has {sizes.most_instances}"
    )
    return size(max(1, min(sizes.most_instances, needed))), guess


def _lambda(profile: LatencyProfile, _: TrafficProfile, sizes: PlanningSizes) -> tuple[Size, str]:
    init_ms = min(profile.cold_start_ms, MOST_INIT_MS)
    size = LambdaOption(
        profile.mean_ms, sizes.lambda_memory_mb, init_ms=init_ms, cold_share=profile.cold_start_probability
    )
    return size, f"{size.memory_mb:,} MB hold the model; the account may run {size.max_concurrency:,} at the same time"


def _serverless(profile: LatencyProfile, _: TrafficProfile, sizes: PlanningSizes) -> tuple[Size, str]:
    size = ServerlessOption(profile.mean_ms, sizes.serverless_memory_mb)
    return size, f"{size.memory_mb:,} MB hold the model; the account may have {size.max_concurrency} at the same time"


def _on_demand(profile: LatencyProfile, _: TrafficProfile, sizes: PlanningSizes) -> tuple[Size, str]:
    size = OnDemandModel(sizes.model_id, profile.mean_ms, sizes.tokens_per_minute)
    return size, f"{size.model_id} answers well enough; the account's quota is {size.tokens_per_minute:,.0f} tokens/min"


def _provisioned(profile: LatencyProfile, traffic: TrafficProfile, sizes: PlanningSizes) -> tuple[Size, str]:
    each = sizes.tokens_per_minute_per_unit
    units = max(1, units_for(traffic.tokens_per_minute, each, sizes.headroom))
    guess = f"{sizes.model_id} answers well enough; one model unit carries {each:,.0f} tokens/min (AWS publishes none)"
    return ProvisionedModel(sizes.model_id, profile.mean_ms, units, each), guess


_OTHERS: Final[dict[Pattern, Callable[[LatencyProfile, TrafficProfile, PlanningSizes], tuple[Size, str]]]] = {
    Pattern.LAMBDA_ON_DEMAND: _lambda,
    Pattern.SAGEMAKER_SERVERLESS: _serverless,
    Pattern.BEDROCK_ON_DEMAND: _on_demand,
    Pattern.BEDROCK_PROVISIONED: _provisioned,
}
