"""A way of serving: a pattern with its size. What it can serve, and what a month of a given traffic uses of it.

Lambda, serverless and instances have the options of ``domain.serving.options``. Traffic is that of
``domain.advice.throughput``: a peak's rate and the rest, each even, which is the best case for whatever has a capacity.
"""

import math
from dataclasses import dataclass, replace
from typing import Final

from domain.advice.throughput import TrafficProfile, instances_for
from domain.advice.usage import COMMITMENTS, MonthlyUsage
from domain.checks import finite_number, refuse, text, whole_number
from domain.patterns import Pattern
from domain.pricing import HOURS_PER_MONTH, KB_PER_GB
from domain.serving.options import LambdaOption, RealtimeOption, ServerlessOption

SECONDS_PER_HOUR: Final = 3600


@dataclass(frozen=True)
class OnDemandModel:
    """A foundation model of Bedrock, paid by the token.

    Attributes:
        model_id: Bedrock's name of the model or of its inference profile.
        duration_ms: Length of an answer in milliseconds, above 0.
        tokens_per_minute: The account's quota for it, in and out together, above 0. New accounts may have less than
            AWS's default: https://docs.aws.amazon.com/bedrock/latest/userguide/quotas-runtime.html
    """

    model_id: str
    duration_ms: float
    tokens_per_minute: float

    def __post_init__(self) -> None:
        text("model_id", self.model_id)
        finite_number("duration_ms", self.duration_ms, 0, above=True)
        finite_number("tokens_per_minute", self.tokens_per_minute, 0, above=True)


@dataclass(frozen=True)
class ProvisionedModel:
    """Model units of Bedrock, paid by the hour whether they are used or not.

    Attributes:
        model_id: Bedrock's name of the model.
        duration_ms: Length of an answer in milliseconds, above 0.
        units: Model units, at least 1.
        tokens_per_minute_per_unit: What one carries, above 0. AWS publishes it for no model.
        commitment: ``None``, ``OneMonth`` or ``SixMonths``.
    """

    model_id: str
    duration_ms: float
    units: int
    tokens_per_minute_per_unit: float
    commitment: str | None = None

    def __post_init__(self) -> None:
        text("model_id", self.model_id)
        finite_number("duration_ms", self.duration_ms, 0, above=True)
        whole_number("units", self.units, 1)
        finite_number("tokens_per_minute_per_unit", self.tokens_per_minute_per_unit, 0, above=True)
        if self.commitment not in COMMITMENTS:
            refuse("commitment", self.commitment, "None (no commitment), OneMonth or SixMonths")


Size = LambdaOption | ServerlessOption | RealtimeOption | OnDemandModel | ProvisionedModel

SIZES: Final[dict[Pattern, type[Size]]] = {
    Pattern.LAMBDA_ON_DEMAND: LambdaOption,
    Pattern.BEDROCK_PROVISIONED: ProvisionedModel,
    Pattern.BEDROCK_ON_DEMAND: OnDemandModel,
    Pattern.SAGEMAKER_REALTIME: RealtimeOption,
    Pattern.SAGEMAKER_SERVERLESS: ServerlessOption,
    Pattern.SAGEMAKER_ASYNC: RealtimeOption,
    Pattern.INFERENCE_COMPONENTS: RealtimeOption,
}


@dataclass(frozen=True)
class Way:
    """One pattern with its size.

    Attributes:
        name: For people, such as ``Lambda, 2 GB``.
        pattern: Which pattern.
        size: The options of its kind. Instances need a ``max_instances``: without one nothing can be said about what
            they can serve.
        operations_hours: Hours of people that it takes in a month, at least 0.
        assumptions: What of it is a guess, for the reader of the result.

    Raises:
        ValueError: The size is of another kind, or a field is out of range.
    """

    name: str
    pattern: Pattern
    size: Size
    operations_hours: float = 0.0
    assumptions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        text("way.name", self.name)
        finite_number("operations_hours", self.operations_hours, 0)
        expected = SIZES[self.pattern]
        if not isinstance(self.size, expected):
            refuse(f"way {self.name}: size", self.size, f"a {expected.__name__} for {self.pattern}")
        if isinstance(self.size, RealtimeOption) and self.size.max_instances is None:
            refuse(f"way {self.name}: max_instances", None, "a whole number: what no number limits has no capacity")


@dataclass(frozen=True)
class Demand:
    """Traffic, or a share of it.

    Attributes:
        traffic: The day's traffic.
        share: Part of it that comes here, above 0 to 1.
        request_kb: Size of a request in KB, at least 0.
        response_kb: Size of an answer in KB, at least 0.
        engineer_hourly_usd: What an hour of one's people costs, at least 0.
    """

    traffic: TrafficProfile
    share: float = 1.0
    request_kb: float = 0.0
    response_kb: float = 0.0
    engineer_hourly_usd: float = 0.0

    def __post_init__(self) -> None:
        if finite_number("share", self.share, 0, above=True) > 1:
            refuse("share", self.share, "above 0, at most 1")
        for name in ("request_kb", "response_kb", "engineer_hourly_usd"):
            finite_number(name, getattr(self, name), 0)

    @property
    def phases(self) -> tuple[tuple[float, float], ...]:
        """Rate in requests a second and hours of the month of the peak, and of the rest."""
        peak = HOURS_PER_MONTH * self.traffic.peak_hours / 24
        rates = (
            (self.traffic.peak_rps * self.share, peak),
            (self.traffic.off_peak_rps * self.share, HOURS_PER_MONTH - peak),
        )
        return tuple((rate, hours) for rate, hours in rates if hours > 0)


def capacity_rps(way: Way, traffic: TrafficProfile) -> float:
    """Return the requests a second that a way can serve: its limits, not what is running at the moment."""
    size = way.size
    if isinstance(size, RealtimeOption):
        return rps_per_instance(size) * (size.max_instances or 0)
    if isinstance(size, LambdaOption | ServerlessOption):
        return size.max_concurrency * 1000 / size.duration_ms
    tokens = traffic.avg_input_tokens + traffic.avg_output_tokens
    if not tokens:
        refuse("avg_input_tokens + avg_output_tokens", tokens, f"above 0: {way.name} is limited by tokens")
    each = size.tokens_per_minute if isinstance(size, OnDemandModel) else size.units * size.tokens_per_minute_per_unit
    return each / tokens / 60


def rps_per_instance(size: RealtimeOption) -> float:
    """Return the requests a second that one instance serves at the share of its time that it may be busy."""
    return size.concurrency * size.utilization * 1000 / size.duration_ms


def usage_of(way: Way, demand: Demand) -> MonthlyUsage:
    """Return what a month of a demand uses of a way; what is kept is paid for whatever the demand."""
    requests = demand.traffic.monthly_messages * demand.share
    size = way.size
    base = MonthlyUsage(
        way.pattern,
        requests,
        data_gb_in=requests * demand.request_kb / KB_PER_GB,
        data_gb_out=requests * demand.response_kb / KB_PER_GB,
        operations_hours=way.operations_hours,
        engineer_hourly_usd=demand.engineer_hourly_usd,
    )
    match size:
        case OnDemandModel():
            tokens_in = requests * demand.traffic.avg_input_tokens
            tokens_out = requests * demand.traffic.avg_output_tokens
            return replace(base, model_id=size.model_id, tokens_in=tokens_in, tokens_out=tokens_out)
        case ProvisionedModel():
            hours = float(size.units * HOURS_PER_MONTH)
            return replace(base, model_id=size.model_id, unit_hours=hours, commitment=size.commitment)
        case RealtimeOption():
            return replace(base, instance_type=size.instance_type, instance_hours=_instance_hours(size, demand))
        case LambdaOption() | ServerlessOption():
            return _by_duration(size, demand, base)


def _instance_hours(size: RealtimeOption, demand: Demand) -> float:
    """Instances follow the rate of each phase, within their limits; hours without any traffic have their own number."""
    most = size.max_instances or size.min_instances
    each = rps_per_instance(size)
    hours = 0.0
    for rate, length in demand.phases:
        needed = max(size.min_instances, min(most, instances_for(rate, each)))
        count = needed if rate else size.off_hours_instances
        hours += count * length
    return hours


def _by_duration(size: LambdaOption | ServerlessOption, demand: Demand, base: MonthlyUsage) -> MonthlyUsage:
    seconds = size.duration_ms / 1000
    warm = size.provisioned_concurrency
    busy = base.requests * seconds
    kept_busy = math.fsum(min(rate * seconds, warm) * hours * SECONDS_PER_HOUR for rate, hours in demand.phases)
    kept_busy = min(kept_busy, busy)
    on_demand = busy - kept_busy
    if isinstance(size, LambdaOption):
        # What starts cold is billed for its start too, since August 2025; what is kept warm has none.
        on_demand *= 1 + size.cold_share * size.init_ms / size.duration_ms
    return replace(
        base,
        busy_seconds=on_demand + kept_busy,
        memory_mb=size.memory_mb,
        architecture=size.architecture if isinstance(size, LambdaOption) else base.architecture,
        provisioned_gb_seconds=warm * size.memory_mb / 1024 * HOURS_PER_MONTH * SECONDS_PER_HOUR,
        provisioned_busy_seconds=kept_busy,
    )
