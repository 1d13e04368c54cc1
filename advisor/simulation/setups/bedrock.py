"""Foundation models behind a quota: Bedrock on demand, and model units of provisioned throughput."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from advisor.simulation.service_time import Distribution
from advisor.simulation.setups.assumption import Assumed, Assuming
from advisor.simulation.setups.retry import NO_RETRY, Retry
from domain.checks import finite_number, whole_number
from domain.patterns import Pattern

BUCKET: Final = (
    "seconds of quota that may be used at once; AWS publishes the quota of a minute, not how it is measured",
    "https://docs.aws.amazon.com/bedrock/latest/userguide/quotas-runtime.html",
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of a request.

    Args:
        mean_in: Of the prompt, on average.
        mean_out: Of the answer, on average.
        spread: Standard deviation of their logarithms; 0 for the same count each time.

    Raises:
        ValueError: An argument is not a finite number of at least 0.
    """

    mean_in: float
    mean_out: float
    spread: float = 0.0

    def __post_init__(self) -> None:
        for name in ("mean_in", "mean_out", "spread"):
            finite_number(name, getattr(self, name), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class BedrockOnDemandSetup(Assuming):
    """A model on demand: throttled above the account's quotas.

    At the start a call takes its input tokens and ``max_tokens`` from the quota; at the end what it did not use comes
    back, and answers count ``burndown`` times, 5 for some models
    (https://docs.aws.amazon.com/bedrock/latest/userguide/quotas-token-burndown.html).

    Args:
        service: Time of a call, without ``ms_per_output_token``.
        tokens: Of a call.
        tokens_per_minute: Quota of input and output together; ``None`` for none.
        requests_per_minute: Quota of calls; ``None`` for none.
        max_tokens: The request's maxTokens; ``None`` takes the true answer, as if it were known before.
        burndown: How many tokens of the quota a token of the answer takes.
        ms_per_output_token: Milliseconds that each token of the answer adds.
        quota_window_s: Seconds of quota that may be used at once.
        retry: What the client does when it is throttled.
        overhead_ms: Milliseconds for the way there and back.

    Raises:
        ValueError: An argument out of its range.
    """

    service: Distribution
    tokens: Tokens
    tokens_per_minute: float | None
    requests_per_minute: float | None = None
    max_tokens: int | None = None
    burndown: float = 1.0
    ms_per_output_token: float = 0.0
    quota_window_s: float = 60.0
    retry: Retry = NO_RETRY
    overhead_ms: float = 0.0

    pattern: ClassVar[Pattern] = Pattern.BEDROCK_ON_DEMAND
    ASSUMED: ClassVar[Assumed] = {"quota_window_s": BUCKET}

    def __post_init__(self) -> None:
        for name in ("tokens_per_minute", "requests_per_minute"):
            if getattr(self, name) is not None:
                finite_number(name, getattr(self, name), 0, above=True)
        if self.max_tokens is not None:
            whole_number("max_tokens", self.max_tokens, 1)
        finite_number("burndown", self.burndown, 1)
        finite_number("quota_window_s", self.quota_window_s, 1)
        for name in ("ms_per_output_token", "overhead_ms"):
            finite_number(name, getattr(self, name), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class BedrockProvisionedSetup(Assuming):
    """Model units: each takes so many tokens a minute; above that a call is throttled.

    Args:
        service: Time of a call, without ``ms_per_output_token``.
        tokens: Of a call.
        units: Model units, at least 1.
        tokens_per_minute_per_unit: What a unit takes, input and output together; AWS's account team tells it.
        ms_per_output_token: Milliseconds that each token of the answer adds.
        quota_window_s: Seconds of throughput that may be used at once.
        retry: What the client does when it is throttled.
        overhead_ms: Milliseconds for the way there and back.

    Raises:
        ValueError: An argument out of its range.
    """

    service: Distribution
    tokens: Tokens
    units: int
    tokens_per_minute_per_unit: float
    ms_per_output_token: float = 0.0
    quota_window_s: float = 60.0
    retry: Retry = NO_RETRY
    overhead_ms: float = 0.0

    pattern: ClassVar[Pattern] = Pattern.BEDROCK_PROVISIONED
    ASSUMED: ClassVar[Assumed] = {
        "quota_window_s": BUCKET,
        "tokens_per_minute_per_unit": ("tokens a minute that a model unit takes; AWS publishes none", ""),
    }

    def __post_init__(self) -> None:
        whole_number("units", self.units, 1)
        finite_number("tokens_per_minute_per_unit", self.tokens_per_minute_per_unit, 0, above=True)
        finite_number("quota_window_s", self.quota_window_s, 1)
        for name in ("ms_per_output_token", "overhead_ms"):
            finite_number(name, getattr(self, name), 0)
