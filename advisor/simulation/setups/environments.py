"""Execution environments that come with the requests: Lambda and SageMaker serverless inference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from advisor.simulation.service_time import Distribution
from advisor.simulation.setups.assumption import Assumed, Assuming
from advisor.simulation.setups.limits import time_limit
from advisor.simulation.setups.retry import NO_RETRY, Retry
from domain.checks import finite_number, whole_number
from domain.patterns import Pattern

SERVERLESS_MOST: Final = 200
"""MaxConcurrency of an endpoint (API_ProductionVariantServerlessConfig)."""
IDLE: Final = (
    "seconds that an environment is kept when it has nothing to do; AWS publishes none",
    "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LambdaSetup(Assuming):
    """A function. A request takes a provisioned environment, else an idle one, else a new one with a cold start.

    At the limit, or faster than environments are started, it is throttled: 1,000 every 10 s and function, refilled
    evenly, unused ones are not saved (https://docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html). The limit of
    10 requests a second for each environment of the quota is not simulated: it binds below 100 ms only.

    Args:
        service: Time of a warm invocation.
        limit: Environments at most: reserved concurrency, or what the account has left.
        provisioned: Environments that stay warm, and are paid for all the time; within the limit.
        cold_start: Time that a cold start adds; ``None`` for none.
        idle_expiry_s: Seconds until an idle environment goes.
        scaling_per_10_s: Environments that can be started in 10 s.
        time_limit_s: An invocation that takes longer fails; at most 900.
        retry: What the client does when it is throttled.
        overhead_ms: Milliseconds for the way there and back; in the latency, not in what is paid.
        cold_start_billed: Whether a cold start is paid for: since August 2025 it is
            (https://aws.amazon.com/blogs/compute/aws-lambda-standardizes-billing-for-init-phase/).

    Raises:
        ValueError: An argument out of its range.
    """

    service: Distribution
    limit: int = 1000
    provisioned: int = 0
    cold_start: Distribution | None = None
    idle_expiry_s: float = 600.0
    scaling_per_10_s: int = 1000
    time_limit_s: float = 900.0
    retry: Retry = NO_RETRY
    overhead_ms: float = 0.0
    cold_start_billed: bool = True

    pattern: ClassVar[Pattern] = Pattern.LAMBDA_ON_DEMAND
    ASSUMED: ClassVar[Assumed] = {"idle_expiry_s": IDLE}

    def __post_init__(self) -> None:
        _check(self, None)
        whole_number("scaling_per_10_s", self.scaling_per_10_s, 1)
        time_limit("time_limit_s", self.time_limit_s, 900)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerlessSetup(Assuming):
    """A SageMaker serverless endpoint. At its MaxConcurrency a request is throttled.

    Args:
        service: Time of a warm invocation.
        limit: MaxConcurrency, 1 to 200.
        provisioned: ProvisionedConcurrency, within the limit; paid for all the time.
        cold_start: Time that a cold start adds; ``None`` for none.
        idle_expiry_s: Seconds until an idle environment goes.
        time_limit_s: The container has to answer within it; at most 60
            (https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html).
        retry: What the client does when it is throttled.
        overhead_ms: Milliseconds for the way there and back; in the latency, not in what is paid.
        cold_start_billed: Whether a cold start is paid for.

    Raises:
        ValueError: An argument out of its range.
    """

    service: Distribution
    limit: int
    provisioned: int = 0
    cold_start: Distribution | None = None
    idle_expiry_s: float = 600.0
    time_limit_s: float = 60.0
    retry: Retry = NO_RETRY
    overhead_ms: float = 0.0
    cold_start_billed: bool = True

    pattern: ClassVar[Pattern] = Pattern.SAGEMAKER_SERVERLESS
    ASSUMED: ClassVar[Assumed] = {
        "idle_expiry_s": IDLE,
        "cold_start_billed": ("whether a cold start is paid for; AWS does not say, so the dearer answer is taken", ""),
    }

    def __post_init__(self) -> None:
        _check(self, SERVERLESS_MOST)
        time_limit("time_limit_s", self.time_limit_s, 60)


def _check(setup: LambdaSetup | ServerlessSetup, most: int | None) -> None:
    whole_number("limit", setup.limit, 1, most)
    whole_number("provisioned", setup.provisioned, 0, setup.limit)
    finite_number("idle_expiry_s", setup.idle_expiry_s, 0)
    finite_number("overhead_ms", setup.overhead_ms, 0)
