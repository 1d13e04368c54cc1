"""When a pattern counts as degraded, and how quickly the switch may act on it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from itertools import pairwise
from typing import Any

from domain.checks import finite_number, refuse, text


@dataclass(frozen=True, slots=True)
class Limits:
    """What a pattern has to hold to count as healthy; a value at its limit still does.

    Attributes:
        p99_ms: Highest 99th percentile of the latency, in milliseconds.
        error_rate: Highest share of failed calls, 0 to 1.
        utilization: Highest share of the capacity in use.
        stale_s: Age in seconds beyond which health is no longer known.
        outage_error_rate: From this share of failed calls on a pattern counts as down, whatever the control plane says
            of it: an endpoint that is ``InService`` and fails every call is no better than a deleted one.
    """

    p99_ms: float = 2500.0
    error_rate: float = 0.05
    utilization: float = 0.85
    stale_s: float = 180.0
    outage_error_rate: float = 0.5

    def __post_init__(self) -> None:
        """Refuse what is not a limit."""
        for one in fields(self):
            finite_number(one.name, getattr(self, one.name), 0, above=True)
        if self.error_rate >= self.outage_error_rate or self.outage_error_rate > 1:
            refuse("outage_error_rate", self.outage_error_rate, f"above error_rate ({self.error_rate:g}), at most 1")


@dataclass(frozen=True, slots=True)
class SwitchRules:
    """How the switch decides.

    Attributes:
        order: Patterns by preference; the first is home, to which traffic returns.
        limits: What healthy means.
        dwell_s: Seconds that a primary is kept although it is degraded (not when it is down), and that a pattern rests
            after it was left. So within any ``dwell_s`` there are at most ``len(order) - 1`` switches.
        return_after_s: Seconds that home has to be healthy without a break before traffic returns to it.
        return_shares: Shares of the traffic that home gets, step by step, before it is the primary again: while it
            was idle it may have scaled in, and all traffic at once would only degrade it anew. Empty: at once.
        return_step_s: Seconds of each of these steps; give at least the time between two decisions.
        standby_share: Share of the traffic that the healthy patterns beside the primary get together, so that what is
            known of them stays true.
        margin: Hysteresis. A pattern that passed a limit is healthy again only at ``limit * (1 - margin)``.
        skew_s: Seconds by which the clocks of two observers may differ.

    Raises:
        ValueError: A value is out of its range.
    """

    order: tuple[str, ...]
    limits: Limits = field(default_factory=Limits)
    dwell_s: float = 300.0
    return_after_s: float = 600.0
    return_shares: tuple[float, ...] = (0.25, 0.5)
    return_step_s: float = 120.0
    standby_share: float = 0.05
    margin: float = 0.2
    skew_s: float = 5.0

    def __post_init__(self) -> None:
        """Refuse rules that contradict themselves."""
        if not isinstance(self.order, tuple) or not self.order or len(set(self.order)) != len(self.order):
            refuse("order", self.order, "a tuple of at least one pattern, none of them twice; the first is home")
        for pattern in self.order:
            text("order", pattern)
        for name in ("dwell_s", "return_after_s", "standby_share", "margin", "skew_s"):
            finite_number(name, getattr(self, name), 0)
        finite_number("return_step_s", self.return_step_s, 0, above=True)
        for name in ("standby_share", "margin"):
            if getattr(self, name) >= 1:
                refuse(name, getattr(self, name), "a share of at least 0 and below 1")
        self._check_return()

    @property
    def home(self) -> str:
        """The pattern that is preferred."""
        return self.order[0]

    def to_json(self) -> str:
        """The rules as one line of JSON, which ``parse_rules`` reads."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))

    def _check_return(self) -> None:
        shares = self.return_shares
        if not isinstance(shares, tuple):
            refuse("return_shares", shares, "a tuple of shares")
        for share in shares:
            finite_number("return_shares", share, 0, above=True)
        rising = all(first < second for first, second in pairwise(shares))
        if not rising or (shares and shares[-1] + self.standby_share > 1):
            refuse("return_shares", shares, f"rising shares of at most {1 - self.standby_share:g} (1 - standby_share)")


def parse_rules(raw: str) -> SwitchRules:
    """Read what ``SwitchRules.to_json`` wrote; fields that are left out have their defaults.

    Raises:
        ValueError: It is no JSON object, has a field that is not known, or a value that is not accepted.
    """
    data = _known("the rules", json.loads(raw), SwitchRules)
    if "limits" in data:
        data["limits"] = Limits(**_known("limits", data["limits"], Limits))
    for name in ("order", "return_shares"):
        if name in data:
            data[name] = _tuple(name, data[name])
    if "order" not in data:
        refuse("order", None, "a list of patterns; the first is home")
    return SwitchRules(**data)


def _known(what: str, data: Any, of: type) -> dict[str, Any]:
    names = [one.name for one in fields(of)]
    if not isinstance(data, Mapping) or not set(data) <= set(names):
        refuse(what, data, f"a JSON object with some of {', '.join(names)}")
    return dict(data)


def _tuple(name: str, value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        refuse(name, value, "a list")
    return tuple(value)
