"""Whether the two Regions are alike: what is deployed in them, and what they believe."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from domain.checks import refuse, text
from domain.resilience.lease import RegionHealth, is_fresh, is_healthy
from domain.resilience.lease_rules import LeaseRules


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """What a Region tells the other one.

    Attributes:
        region: The Region.
        at_ms: When, on its clock.
        failures: Failed canaries in a row.
        healthy_since_ms: Since when it is healthy without a break; 0 while it is not.
        canary_ms: How long the last canary took, in milliseconds.
        fingerprint: Of what is deployed there; empty when it could not be read.
        epoch: The epoch that it last read; 0 when it could not.
    """

    region: str
    at_ms: int
    failures: int
    healthy_since_ms: int
    canary_ms: int
    fingerprint: str
    epoch: int

    @property
    def health(self) -> RegionHealth:
        """What the lease is decided by."""
        return RegionHealth(self.region, self.at_ms, self.failures, self.healthy_since_ms)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the Regions compare; ``None`` says that it is not known.

    Attributes:
        staleness_ms: Age of the other one's heartbeat.
        drifted: Whether something else is deployed there.
        diverged: Whether both are healthy and believe in different epochs.
        reasons: Why, for people.
    """

    staleness_ms: int | None
    drifted: bool | None
    diverged: bool | None
    reasons: tuple[str, ...]


def fingerprint(parts: Mapping[str, str]) -> str:
    """Digest of what is deployed: a name and a version, hash or setting each.

    Raises:
        ValueError: There is nothing in it, or a value is empty: a part that cannot be read is no part that is equal.
    """
    if not parts:
        refuse("parts", {}, "at least one part")
    for name, value in parts.items():
        text(name, value)
    return hashlib.sha256(json.dumps(dict(parts), sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def compare(mine: Heartbeat, theirs: Heartbeat | None, *, now_ms: int, since_ms: int, rules: LeaseRules) -> Comparison:
    """Compare two heartbeats.

    Args:
        mine: Of the Region that looks.
        theirs: Of the other one, as it arrived here.
        now_ms: The clock of the Region that looks.
        since_ms: When the epoch of ``mine`` began. A heartbeat from before the other Region's next look cannot know it
            and says nothing about divergence.
        rules: The times.
    """
    if theirs is None:
        return Comparison(None, None, None, ("nothing was heard of the other Region",))
    staleness_ms = max(0, now_ms - theirs.at_ms)
    if not is_fresh(theirs.health, now_ms, rules):
        return Comparison(staleness_ms, None, None, (f"{theirs.region} was heard of {now_ms - theirs.at_ms} ms ago",))
    drifted = _drifted(mine, theirs)
    diverged = _diverged(mine, theirs, since_ms, rules)
    reasons = []
    if drifted:
        reasons.append(f"{theirs.region} runs something else than {mine.region}")
    if diverged:
        reasons.append(f"{theirs.region} believes in epoch {theirs.epoch}, {mine.region} in {mine.epoch}")
    return Comparison(staleness_ms, drifted, diverged, tuple(reasons))


def _drifted(mine: Heartbeat, theirs: Heartbeat) -> bool | None:
    if not mine.fingerprint or not theirs.fingerprint:
        return None
    return mine.fingerprint != theirs.fingerprint


def _diverged(mine: Heartbeat, theirs: Heartbeat, since_ms: int, rules: LeaseRules) -> bool | None:
    if not is_healthy(mine.health, rules) or not is_healthy(theirs.health, rules):
        return False
    if mine.epoch == theirs.epoch:
        return False if mine.epoch else None
    knows_from_ms = since_ms + rules.look_ms + rules.max_skew_ms
    return True if theirs.at_ms > knows_from_ms else None
