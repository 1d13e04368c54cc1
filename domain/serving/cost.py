"""What each way of serving costs by traffic: serverless, real-time, batch, Lambda. Prices are given; limits are AWS's.

Requests are taken as evenly spread over the hours in which they come, which is the best case for whatever has a
capacity. Not in it: storage, logs, requests to S3, free tiers, Savings Plans.

Limits:

- serverless, 60 s and 4 MB a request; real-time, 60 s and 6,291,456 B: ``domain.limits``
- batch, 3,600 s a request: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ModelClientConfig.html
- Lambda, 900 s, 6 MB a synchronous request: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from domain.limits import BATCH_TOTAL_PAYLOAD_MB, BYTES_PER_MB, ENDPOINT_PAYLOAD_BYTES, INVOCATION_TIMEOUT_S
from domain.pricing import HOURS_PER_MONTH, KB_PER_GB, Price, Unpriced
from domain.routing import InferencePath
from domain.serving.curve import Curve, Stairs
from domain.serving.options import (
    BatchOption,
    LambdaOption,
    Option,
    RealtimeOption,
    ServerlessOption,
    Traffic,
    exact,
)

SERVERLESS: Final = "serverless"
REALTIME: Final = "real-time"
BATCH: Final = "batch"
LAMBDA: Final = "Lambda"

BATCH_REQUEST_TIMEOUT_S: Final = 3600
LAMBDA_TIMEOUT_S: Final = 900
LAMBDA_PAYLOAD_BYTES: Final = 6 * BYTES_PER_MB
SECONDS_PER_HOUR: Final = 3600

Find = Callable[[str], Price | Unpriced]
"""Looks a price up: the Region and the day are the caller's."""


@dataclass(frozen=True)
class Quote:
    """The cost of an option, and the prices that it stands on."""

    option: str
    curve: Curve
    prices: tuple[Price, ...]


@dataclass(frozen=True)
class Refused:
    """An option without a curve, and every reason: a limit that it breaks, a price that is not known."""

    option: str
    reasons: tuple[str, ...]


@dataclass
class _Ledger:
    """Looks prices up, and keeps what was found and what was not."""

    find: Find
    prices: list[Price] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def usd(self, item: str, unit: str) -> Fraction:
        found = self.find(item)
        if isinstance(found, Unpriced):
            self.problems.append(f"unpriced: {found.describe()}")
            return Fraction(0)
        if found.unit != unit:
            self.problems.append(f"unpriced: {item} is priced by {found.unit}, not by {unit}")
        self.prices.append(found)
        return exact(found.usd)

    def limit(self, what: str, value: float, most: float, unit: str) -> None:
        if value > most:
            self.problems.append(f"{what} of {value:g} {unit}; at most {most:g} {unit}")


def quote(option: Option, traffic: Traffic, find: Find) -> Quote | Refused:
    """The monthly cost of an option by requests, or why there is none.

    Args:
        option: One of the four.
        traffic: What a request is and when requests come.
        find: Looks up a price by its item.
    """
    ledger = _Ledger(find)
    match option:
        case ServerlessOption():
            curve = _serverless(option, traffic, ledger)
        case RealtimeOption():
            curve = _realtime(option, traffic, ledger)
        case BatchOption():
            curve = _batch(option, traffic, ledger)
        case LambdaOption():
            curve = _lambda(option, traffic, ledger)
    if ledger.problems:
        return Refused(curve.option, tuple(ledger.problems))
    return Quote(curve.option, curve, tuple(ledger.prices))


def _seconds(duration_ms: float) -> Fraction:
    return exact(duration_ms) / 1000


def _capacity(traffic: Traffic, concurrency: Fraction | int, duration_ms: float) -> int:
    """Requests of a month that so many at the same time can be."""
    return int(traffic.hours * SECONDS_PER_HOUR * concurrency / _seconds(duration_ms))


def _endpoint_data(traffic: Traffic, ledger: _Ledger) -> Fraction:
    """What an endpoint adds for the bytes of one request."""
    usd = Fraction(0)
    for direction, size in (("in", traffic.request_kb), ("out", traffic.response_kb)):
        if size:
            usd += ledger.usd(f"sagemaker.data/{direction}", "GB") * exact(size) / KB_PER_GB
    return usd


def _serverless(option: ServerlessOption, traffic: Traffic, ledger: _Ledger) -> Curve:
    ledger.limit("a request", option.duration_ms / 1000, INVOCATION_TIMEOUT_S, "s")
    ledger.limit("a payload", traffic.payload_bytes, ENDPOINT_PAYLOAD_BYTES[InferencePath.SERVERLESS_INFERENCE], "B")
    memory = Fraction(option.memory_mb, 1024)
    work = memory * _seconds(option.duration_ms)
    data = _endpoint_data(traffic, ledger)
    on_demand = work * ledger.usd("sagemaker.serverless/duration", "GB-second") + data
    ceiling = _capacity(traffic, option.max_concurrency, option.duration_ms)
    warm = option.provisioned_concurrency
    if not warm:
        return Curve(SERVERLESS, per_request=on_demand, ceiling=ceiling)
    kept = ledger.usd("sagemaker.serverless/provisioned", "GB-second") * memory * traffic.hours * SECONDS_PER_HOUR
    used = ledger.usd("sagemaker.serverless/provisioned-duration", "GB-second")
    return Curve(
        SERVERLESS,
        fixed=kept * warm,
        per_request=work * used + data,
        knee=_capacity(traffic, warm, option.duration_ms),
        per_request_after=on_demand,
        ceiling=ceiling,
    )


def _realtime(option: RealtimeOption, traffic: Traffic, ledger: _Ledger) -> Curve:
    ledger.limit("a request", option.duration_ms / 1000, INVOCATION_TIMEOUT_S, "s")
    ledger.limit("a payload", traffic.payload_bytes, ENDPOINT_PAYLOAD_BYTES[InferencePath.REALTIME_ENDPOINT], "B")
    hourly = ledger.usd(f"sagemaker.hosting/{option.instance_type}", "hour")
    size = _capacity(traffic, option.concurrency * exact(option.utilization), option.duration_ms)
    if not size:
        ledger.problems.append(
            f"one {option.instance_type} cannot serve a single request in {float(traffic.hours):g} h"
        )
    return Curve(
        REALTIME,
        fixed=hourly * (HOURS_PER_MONTH - traffic.hours) * option.off_hours_instances,
        per_request=_endpoint_data(traffic, ledger),
        stairs=Stairs(hourly * traffic.hours, max(size, 1), option.min_instances),
        ceiling=None if option.max_instances is None else size * option.max_instances,
    )


def _batch(option: BatchOption, traffic: Traffic, ledger: _Ledger) -> Curve:
    ledger.limit("a request", option.duration_ms / 1000, BATCH_REQUEST_TIMEOUT_S, "s")
    ledger.limit("a payload", traffic.payload_bytes, BATCH_TOTAL_PAYLOAD_MB * BYTES_PER_MB, "B")
    secondly = ledger.usd(f"sagemaker.transform/{option.instance_type}", "hour") / SECONDS_PER_HOUR
    return Curve(
        BATCH,
        per_request=secondly * _seconds(option.duration_ms) / option.concurrency,
        stairs=Stairs(secondly * exact(option.startup_s), option.requests_per_job),
    )


def _lambda(option: LambdaOption, traffic: Traffic, ledger: _Ledger) -> Curve:
    ledger.limit("a request", option.duration_ms / 1000, LAMBDA_TIMEOUT_S, "s")
    ledger.limit("a payload", traffic.payload_bytes, LAMBDA_PAYLOAD_BYTES, "B")
    memory = Fraction(option.memory_mb, 1024)
    busy = _seconds(option.duration_ms)
    request = ledger.usd("lambda/requests", "request")
    cold = exact(option.cold_share) * _seconds(option.init_ms)
    on_demand = request + memory * (busy + cold) * ledger.usd(f"lambda/duration/{option.architecture}", "GB-second")
    ceiling = _capacity(traffic, option.max_concurrency, option.duration_ms)
    warm = option.provisioned_concurrency
    if not warm:
        return Curve(LAMBDA, per_request=on_demand, ceiling=ceiling)
    kept = ledger.usd(f"lambda/provisioned/{option.architecture}", "GB-second") * memory
    used = ledger.usd(f"lambda/provisioned-duration/{option.architecture}", "GB-second")
    return Curve(
        LAMBDA,
        fixed=kept * traffic.hours * SECONDS_PER_HOUR * warm,
        per_request=request + memory * busy * used,
        knee=_capacity(traffic, warm, option.duration_ms),
        per_request_after=on_demand,
        ceiling=ceiling,
    )
