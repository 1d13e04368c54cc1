"""How long a Region may act without asking, and what makes it give way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

from domain.checks import refuse, whole_number


class Failback(StrEnum):
    """How the work returns to the primary Region: by an operator, or by itself."""

    MANUAL = "manual"
    AUTOMATIC = "automatic"


@dataclass(frozen=True, slots=True)
class LeaseRules:
    """The times of the lease, in milliseconds.

    Attributes:
        lease_ms: How long a lease lasts from its writing on.
        drain_ms: How long a Region that gives way starts nothing before it frees the lease.
        longest_request_ms: Longest time from the check before a request to the end of its effects.
        max_skew_ms: How far the clocks of the two Regions may be apart.
        look_ms: Time between two looks of a keeper.
        unhealthy_after: Failed canaries in a row.
        return_after_ms: Hysteresis: how long a Region has to be healthy without a break before it is given the lease
            back, and how long an epoch has to last before a Region that is well only since then may have it.
        failback: Whether the lease returns to the primary by itself.
        standby_stale_ms: Age of the other Region's heartbeat beyond which nothing is known of it.

    Raises:
        ValueError: A value is out of its range, or two contradict each other.
    """

    lease_ms: int
    drain_ms: int
    longest_request_ms: int
    max_skew_ms: int
    look_ms: int
    unhealthy_after: int
    return_after_ms: int
    failback: Failback
    standby_stale_ms: int

    def __post_init__(self) -> None:
        """Refuse rules under which two Regions could act, or none for long."""
        for one in fields(self):
            if one.name != "failback":
                whole_number(one.name, getattr(self, one.name), 0 if one.name == "max_skew_ms" else 1)
        if self.failback not in tuple(Failback):
            refuse("failback", self.failback, "manual or automatic")
        object.__setattr__(self, "failback", Failback(self.failback))
        self._above("drain_ms", "longest_request_ms + max_skew_ms", self.longest_request_ms + self.max_skew_ms)
        self._above("lease_ms", "look_ms + drain_ms", self.look_ms + self.drain_ms)
        self._above("standby_stale_ms", "look_ms + max_skew_ms", self.look_ms + self.max_skew_ms)
        if self.return_after_ms < self.lease_ms:
            refuse("return_after_ms", self.return_after_ms, f"at least lease_ms ({self.lease_ms})")

    @property
    def slack_ms(self) -> int:
        """What a drain has beyond the longest request and the skew, in milliseconds.

        Half is for requests that begin by a lease which was read a moment ago, half for the time from the decision to
        drain until it is written; a drain that is written later than that is made longer (``prolonged``).
        """
        return self.drain_ms - self.longest_request_ms - self.max_skew_ms

    def to_json(self) -> str:
        """The rules as one line of JSON, which ``parse_lease_rules`` reads."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))

    def _above(self, name: str, what: str, least: int) -> None:
        if getattr(self, name) <= least:
            refuse(name, getattr(self, name), f"more than {what} ({least})")


def parse_lease_rules(text: str) -> LeaseRules:
    """Read what ``LeaseRules.to_json`` wrote; every field is needed.

    Raises:
        ValueError: It is no JSON object with exactly these fields, or a value is not accepted.
    """
    names = sorted(one.name for one in fields(LeaseRules))
    found: Any = json.loads(text)
    if not isinstance(found, Mapping) or sorted(found) != names:
        refuse("the lease's rules", found, f"a JSON object with {', '.join(names)}")
    return LeaseRules(**found)
