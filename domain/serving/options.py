"""Ways of serving, and the traffic that they serve: what may be asked for, with AWS's ranges.

Limits:

- serverless: ``domain.serverless``
- Lambda: 128 to 10,240 MB, 1,000 concurrent executions in a Region until the account has more:
  https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from domain.checks import finite_number, refuse, text, whole_number
from domain.pricing import HOURS_PER_MONTH
from domain.serverless import MAX_CONCURRENCY, ServerlessConfig

LAMBDA_MEMORY_MB: Final = (128, 10_240)
LAMBDA_CONCURRENCY: Final = 1000
ARCHITECTURES: Final = ("arm64", "x86_64")


def exact(number: float) -> Fraction:
    """The decimal that a float was written as."""
    return Fraction(str(number))


@dataclass(frozen=True)
class Traffic:
    """What one request is, and when requests come.

    Attributes:
        request_kb: Size of a request in KB, at least 0.
        response_kb: Size of its answer in KB, at least 0.
        hours_a_day: Hours of a day in which requests come and capacity is kept for them, above 0 to 24.
        days_a_week: Days of a week, 1 to 7.
    """

    request_kb: float = 0.0
    response_kb: float = 0.0
    hours_a_day: float = 24.0
    days_a_week: int = 7

    def __post_init__(self) -> None:
        finite_number("request_kb", self.request_kb, 0)
        finite_number("response_kb", self.response_kb, 0)
        if finite_number("hours_a_day", self.hours_a_day, 0, above=True) > 24:
            refuse("hours_a_day", self.hours_a_day, "above 0, at most 24")
        whole_number("days_a_week", self.days_a_week, 1, 7)

    @property
    def hours(self) -> Fraction:
        """Hours of a month of 730 in which requests come."""
        return HOURS_PER_MONTH * exact(self.hours_a_day) / 24 * self.days_a_week / 7

    @property
    def payload_bytes(self) -> float:
        """The larger of request and answer, in bytes: both are limited alike."""
        return max(self.request_kb, self.response_kb) * 1024


@dataclass(frozen=True)
class ServerlessOption:
    """SageMaker Serverless Inference.

    Attributes:
        duration_ms: Busy time of one request in milliseconds, above 0.
        memory_mb: 1024 to 6144 in steps of 1024.
        provisioned_concurrency: Kept warm in the hours of the traffic; 0 is none.
        max_concurrency: 1 to 200.
    """

    duration_ms: float
    memory_mb: int = 2048
    provisioned_concurrency: int = 0
    max_concurrency: int = MAX_CONCURRENCY

    def __post_init__(self) -> None:
        finite_number("duration_ms", self.duration_ms, 0, above=True)
        ServerlessConfig(self.memory_mb, self.max_concurrency, self.provisioned_concurrency)


@dataclass(frozen=True)
class RealtimeOption:
    """An endpoint on instances. An inference component is one with ``off_hours_instances=0``.

    Attributes:
        duration_ms: Busy time of one request in milliseconds, above 0.
        instance_type: Such as ``ml.m5.large``.
        concurrency: Requests that one instance works on at the same time, at least 1.
        utilization: Share of the time that an instance may be busy, above 0 to 1; peaks need it below 1.
        min_instances: Fewest instances in the hours of the traffic, at least 1.
        off_hours_instances: Instances outside of these hours; a standard variant never has fewer than 1.
        max_instances: Most instances, or ``None``.
    """

    duration_ms: float
    instance_type: str = "ml.m5.large"
    concurrency: int = 1
    utilization: float = 1.0
    min_instances: int = 1
    off_hours_instances: int = 1
    max_instances: int | None = None

    def __post_init__(self) -> None:
        finite_number("duration_ms", self.duration_ms, 0, above=True)
        text("instance_type", self.instance_type)
        whole_number("concurrency", self.concurrency, 1)
        if finite_number("utilization", self.utilization, 0, above=True) > 1:
            refuse("utilization", self.utilization, "above 0, at most 1")
        whole_number("min_instances", self.min_instances, 1)
        whole_number("off_hours_instances", self.off_hours_instances, 0, self.min_instances)
        if self.max_instances is not None:
            whole_number("max_instances", self.max_instances, self.min_instances)


@dataclass(frozen=True)
class BatchOption:
    """Batch transform: requests are collected, and a job of its own works on so many.

    Attributes:
        duration_ms: Busy time of one request in milliseconds, above 0.
        instance_type: Such as ``ml.m5.large``.
        requests_per_job: Requests that one job works on, at least 1.
        startup_s: Time that a job is billed before its first request, in seconds, at least 0; measure it.
        concurrency: Requests that the job works on at the same time, at least 1.
    """

    duration_ms: float
    instance_type: str = "ml.m5.large"
    requests_per_job: int = 1000
    startup_s: float = 240.0
    concurrency: int = 1

    def __post_init__(self) -> None:
        finite_number("duration_ms", self.duration_ms, 0, above=True)
        text("instance_type", self.instance_type)
        whole_number("requests_per_job", self.requests_per_job, 1)
        finite_number("startup_s", self.startup_s, 0)
        whole_number("concurrency", self.concurrency, 1)


@dataclass(frozen=True)
class LambdaOption:
    """A function that holds the model itself.

    Attributes:
        duration_ms: Billed time of one warm request in milliseconds, above 0.
        memory_mb: 128 to 10,240.
        architecture: ``arm64`` or ``x86_64``.
        provisioned_concurrency: Kept warm in the hours of the traffic; 0 is none.
        max_concurrency: Executions at the same time, at least 1; an account has 1,000 in a Region until it asks.
        init_ms: Length of a cold start in milliseconds, at least 0; billed since August 2025.
        cold_share: Share of requests that meet one, 0 to 1.
    """

    duration_ms: float
    memory_mb: int = 2048
    architecture: str = "arm64"
    provisioned_concurrency: int = 0
    max_concurrency: int = LAMBDA_CONCURRENCY
    init_ms: float = 0.0
    cold_share: float = 0.0

    def __post_init__(self) -> None:
        finite_number("duration_ms", self.duration_ms, 0, above=True)
        whole_number("memory_mb", self.memory_mb, *LAMBDA_MEMORY_MB)
        if self.architecture not in ARCHITECTURES:
            refuse("architecture", self.architecture, f"one of {', '.join(ARCHITECTURES)}")
        whole_number("max_concurrency", self.max_concurrency, 1)
        whole_number("provisioned_concurrency", self.provisioned_concurrency, 0, self.max_concurrency)
        finite_number("init_ms", self.init_ms, 0)
        if finite_number("cold_share", self.cold_share, 0) > 1:
            refuse("cold_share", self.cold_share, "0 to 1")


Option = ServerlessOption | RealtimeOption | BatchOption | LambdaOption
