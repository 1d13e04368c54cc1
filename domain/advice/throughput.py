"""How much traffic comes, and how much of each thing serves it: Little's law, with headroom.

Little: what is in the system is what arrives a second times the seconds it stays. Headroom is on top of it, because
at the exact number every queue grows: 0.2 is a fifth more.
"""

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from domain.checks import finite_number, refuse, whole_number

SECONDS_PER_DAY: Final = 86_400
DAYS_PER_MONTH: Final = Fraction(730, 24)
"""AWS's month of 730 hours, as everywhere here (``domain.pricing``)."""


@dataclass(frozen=True)
class TrafficProfile:
    """A day of traffic: so many hours at the peak's rate, the rest evenly over the others.

    Attributes:
        daily_messages: Requests a day, at least 1.
        peak_multiplier: Rate in the peak hours over the day's average, at least 1.
        peak_hours: Hours of the day at that rate, above 0 to 24.
        avg_input_tokens: Tokens of a request, at least 0.
        avg_output_tokens: Tokens of an answer, at least 0.
        burst_factor: Highest rate of an instant over the peak's rate, at least 1.

    Raises:
        ValueError: A field is out of range, or the peak hours alone carry more than the day has.
    """

    daily_messages: int
    peak_multiplier: float = 1.0
    peak_hours: float = 24.0
    avg_input_tokens: float = 0.0
    avg_output_tokens: float = 0.0
    burst_factor: float = 1.0

    def __post_init__(self) -> None:
        whole_number("daily_messages", self.daily_messages, 1)
        finite_number("peak_multiplier", self.peak_multiplier, 1)
        if finite_number("peak_hours", self.peak_hours, 0, above=True) > 24:
            refuse("peak_hours", self.peak_hours, "above 0, at most 24")
        if self.peak_multiplier * self.peak_hours > 24 * (1 + 1e-12):
            most = 24 / self.peak_hours
            refuse(
                "peak_multiplier",
                self.peak_multiplier,
                f"at most {most:g} with peak_hours = {self.peak_hours:g}: the peak cannot carry more than the day has",
            )
        finite_number("avg_input_tokens", self.avg_input_tokens, 0)
        finite_number("avg_output_tokens", self.avg_output_tokens, 0)
        finite_number("burst_factor", self.burst_factor, 1)

    @property
    def average_rps(self) -> float:
        """Requests a second over the day."""
        return self.daily_messages / SECONDS_PER_DAY

    @property
    def peak_rps(self) -> float:
        """Requests a second in the peak hours."""
        return self.average_rps * self.peak_multiplier

    @property
    def burst_rps(self) -> float:
        """Requests a second in the worst instant."""
        return self.peak_rps * self.burst_factor

    @property
    def off_peak_rps(self) -> float:
        """Requests a second outside of the peak hours; 0 when the peak carries the day."""
        hours = 24 - self.peak_hours
        if not hours:
            return 0.0
        return max(0.0, self.average_rps * (24 - self.peak_multiplier * self.peak_hours) / hours)

    @property
    def tokens_in_per_minute(self) -> float:
        """Tokens of requests a minute at the peak."""
        return self.peak_rps * 60 * self.avg_input_tokens

    @property
    def tokens_out_per_minute(self) -> float:
        """Tokens of answers a minute at the peak."""
        return self.peak_rps * 60 * self.avg_output_tokens

    @property
    def tokens_per_minute(self) -> float:
        """Both together a minute at the peak: what Bedrock's quotas count.

        https://docs.aws.amazon.com/bedrock/latest/userguide/quotas-runtime.html
        """
        return self.tokens_in_per_minute + self.tokens_out_per_minute

    @property
    def monthly_messages(self) -> float:
        """Requests of a month of 730 hours."""
        return float(self.daily_messages * DAYS_PER_MONTH)


def concurrency_for(rps: float, seconds: float, headroom: float = 0.0) -> int:
    """Return how many requests are worked on at the same time, in whole ones.

    Args:
        rps: Requests a second, at least 0.
        seconds: How long one stays, at least 0.
        headroom: Share on top, at least 0.
    """
    finite_number("rps", rps, 0)
    finite_number("seconds", seconds, 0)
    return _whole(rps * seconds * (1 + finite_number("headroom", headroom, 0)))


def units_for(tokens_per_minute: float, tokens_per_minute_per_unit: float, headroom: float = 0.0) -> int:
    """Return how many model units of Bedrock carry a rate of tokens.

    Args:
        tokens_per_minute: At least 0.
        tokens_per_minute_per_unit: What one unit carries, above 0. AWS publishes it for no model; ask the account team:
            https://docs.aws.amazon.com/bedrock/latest/userguide/prov-throughput.html
        headroom: Share on top, at least 0.
    """
    finite_number("tokens_per_minute", tokens_per_minute, 0)
    each = finite_number("tokens_per_minute_per_unit", tokens_per_minute_per_unit, 0, above=True)
    return _carriers(tokens_per_minute, each, headroom)


def instances_for(rps: float, rps_per_instance: float, headroom: float = 0.0) -> int:
    """Return how many instances serve a rate.

    Args:
        rps: Requests a second, at least 0.
        rps_per_instance: What one serves within the target, measured under load, above 0.
        headroom: Share on top, at least 0.
    """
    finite_number("rps", rps, 0)
    each = finite_number("rps_per_instance", rps_per_instance, 0, above=True)
    return _carriers(rps, each, headroom)


def invocations_per_minute(rps_per_instance: float) -> float:
    """Return the target of ``SageMakerVariantInvocationsPerInstance``: that metric counts minutes, not seconds.

    https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-policy.html
    """
    return 60 * finite_number("rps_per_instance", rps_per_instance, 0, above=True)


def _carriers(rate: float, each: float, headroom: float) -> int:
    """How many that carry ``each`` carry a rate: one at least of any rate, also where the quotient is 0 as a float."""
    return max(_whole(rate * (1 + finite_number("headroom", headroom, 0)) / each), int(rate > 0))


def _whole(amount: float) -> int:
    """Round up; what a product of floats is above a whole number by less than one part in 10^9 is that number."""
    if not math.isfinite(amount):
        refuse("the amount", amount, "a product that is a finite number")
    nearest = round(amount)
    return nearest if abs(amount - nearest) <= 1e-9 * amount else math.ceil(amount)
