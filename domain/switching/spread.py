"""How the traffic is spread over the patterns once the primary is chosen, and in which order they are tried."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from domain.switching.rules import SwitchRules
from domain.switching.verdict import RANK, Finding, Verdict
from domain.switching.weights import apportion


def trying_order(primary: str, findings: Mapping[str, Finding], rules: SwitchRules) -> tuple[str, ...]:
    """All patterns: what carries the traffic, then the others by verdict and preference."""
    by_verdict = sorted(rules.order, key=lambda name: RANK[findings[name].verdict])  # equals keep their order
    others = [name for name in by_verdict if name != primary]
    if findings[primary].verdict is not Verdict.DOWN or not others:
        return (primary, *others)
    best = least_bad(others, findings)
    if findings[best].verdict is Verdict.DOWN:
        return (primary, *others)
    return (best, *(name for name in others if name != best), primary)


def spread(
    carrier: str, home_share: float | None, findings: Mapping[str, Finding], rules: SwitchRules
) -> dict[str, float]:
    """The standbys share ``standby_share``, home has at least what it got back, the carrier has the rest."""
    healthy = Verdict.HEALTHY
    standbys = tuple(name for name in rules.order if findings[name].verdict is healthy and name != carrier)
    return dict(
        zip(rules.order, _weights_of(rules.order, carrier, standbys, home_share, rules.standby_share), strict=True)
    )


@lru_cache(maxsize=256)
def _weights_of(
    order: tuple[str, ...], carrier: str, standbys: tuple[str, ...], home_share: float | None, standby_share: float
) -> tuple[float, ...]:
    """The weights in the order of the patterns; most decisions spread the traffic as the one before."""
    shares = dict.fromkeys(order, 0.0)
    for name in standbys:
        shares[name] = standby_share / len(standbys)
    if home_share is not None:
        shares[order[0]] = max(home_share, shares[order[0]])
    shares[carrier] = max(1 - sum(shares.values()), 0.0)
    return tuple(apportion(shares).values())


def least_bad(names: Iterable[str], findings: Mapping[str, Finding]) -> str:
    """The first by verdict, errors, p99 and preference; what was not measured counts as worst."""

    def badness(name: str) -> tuple[int, float, float]:
        found = findings[name]
        health = found.health
        errors = 1.0 if health is None or health.error_rate is None else health.error_rate
        p99 = float("inf") if health is None or health.p99_ms is None else health.p99_ms
        return RANK[found.verdict], errors, p99

    return min(names, key=badness)
