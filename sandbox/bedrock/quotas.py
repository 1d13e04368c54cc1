"""Requests and tokens per minute: what Bedrock lets through.

A request reserves its input and its `maxTokens` when it starts, and what it did not use is given back when it ends;
some models count an output token several times
(https://docs.aws.amazon.com/bedrock/latest/userguide/quotas-token-burndown.html). A minute is the last 60 seconds;
how AWS refills its own is not documented.
"""

from __future__ import annotations

import re
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sandbox.errors import AwsError

WINDOW_S: Final = 60.0
TOKENS_PER_UNIT: Final = 40_000
"""Tokens a minute of one model unit. AWS gives the figure for a model on request only; this one is an assumption."""
BURNDOWN: Final = 5
_BURNING: Final = re.compile(r"anthropic\.claude-(?!3-(?!7))")


@dataclass(frozen=True, slots=True)
class Quota:
    """What one model or profile may take in a minute; None is no limit."""

    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None

    def __post_init__(self) -> None:
        for name in ("requests_per_minute", "tokens_per_minute"):
            value = getattr(self, name)
            if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
                raise ValueError(f"{name} is {value!r}; accepted: an integer >= 0, or null for no limit")


@dataclass(slots=True)
class Use:
    """One request's share of the minute; `tokens` is corrected when it ends."""

    at: float
    tokens: int


@dataclass(slots=True)
class _Minute:
    uses: deque[Use] = field(default_factory=deque)

    def forget(self, before: float) -> None:
        while self.uses and self.uses[0].at <= before:
            self.uses.popleft()


def burndown(model_id: str) -> int:
    """How many tokens of the quota one output token costs: 5 of Claude since 3.7, as far as new ones are alike."""
    return BURNDOWN if _BURNING.search(model_id) else 1


class Quotas:
    """Counts requests and tokens by region and by what is called; safe to use from many threads.

    Args:
        clock: Monotonic seconds.

    Attributes:
        model_units: Model units that the account may provision; none by default, as on AWS.
        tokens_per_unit: Tokens a minute of one model unit.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._limits: dict[str, Quota] = {}
        self._minutes: dict[tuple[str, str], _Minute] = {}
        self._lock = threading.Lock()
        self.model_units = 0
        self.tokens_per_unit = TOKENS_PER_UNIT

    def configure(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Takes an admin call, and gives what is in force.

        Raises:
            ValueError: An unknown member, or a value that is out of range.
        """
        accepted = {"model", "requests_per_minute", "tokens_per_minute", "model_units", "tokens_per_minute_per_unit"}
        if unknown := sorted(set(values) - accepted):
            raise ValueError(f"unknown member {', '.join(unknown)}; accepted: {', '.join(sorted(accepted))}")
        units = _count(values, "model_units", self.model_units)
        tokens = _count(values, "tokens_per_minute_per_unit", self.tokens_per_unit)
        per_minute = {name: values[name] for name in ("requests_per_minute", "tokens_per_minute") if name in values}
        if per_minute and not values.get("model"):
            raise ValueError("model is missing; requests_per_minute and tokens_per_minute are of a model or a profile")
        quota = Quota(**per_minute)
        with self._lock:
            self.model_units, self.tokens_per_unit = units, tokens
            if values.get("model"):
                self._limits[str(values["model"])] = quota
        return self.listing()

    def listing(self) -> dict[str, Any]:
        """Every quota in force."""
        with self._lock:
            models = {
                name: {"requests_per_minute": one.requests_per_minute, "tokens_per_minute": one.tokens_per_minute}
                for name, one in self._limits.items()
            }
            figures = {"model_units": self.model_units, "tokens_per_minute_per_unit": self.tokens_per_unit}
        return {"models": models, **figures}

    def begin(self, region: str, name: str, tokens: int, quota: Quota | None = None) -> Use:
        """Reserves a request with so many tokens.

        Args:
            region: Where.
            name: Model or profile id, or a provisioned model's ARN.
            tokens: Input and `maxTokens`, weighed, >= 0.
            quota: Instead of the one that was set for `name`.

        Raises:
            AwsError: `ThrottlingException`.
        """
        with self._lock:
            limit = quota or self._limits.get(name, Quota())
            now = self._clock()
            minute = self._minutes.setdefault((region, name), _Minute())
            minute.forget(now - WINDOW_S)
            if limit.requests_per_minute is not None and len(minute.uses) >= limit.requests_per_minute:
                raise _throttled("requests")
            used = sum(use.tokens for use in minute.uses)
            if limit.tokens_per_minute is not None and used + tokens > limit.tokens_per_minute:
                raise _throttled("tokens")
            use = Use(now, tokens)
            minute.uses.append(use)
            return use

    def end(self, use: Use, tokens: int) -> None:
        """Corrects a reservation to what was used."""
        with self._lock:
            use.tokens = tokens


def _throttled(what: str) -> AwsError:
    return AwsError("ThrottlingException", f"Too many {what}, please wait before trying again.", 429)


def _count(values: Mapping[str, Any], name: str, present: int) -> int:
    value = values.get(name, present)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"{name} is {value!r}; accepted: an integer >= 0")
    return value
