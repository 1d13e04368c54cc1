"""What the tests of the switch share: rules, health, and a run of many decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hypothesis import strategies as st

from domain.switching import Decision, PatternHealth, SwitchRules, decide

A, B, C = "sagemaker_realtime", "bedrock_on_demand", "lambda_on_demand"
RULES = SwitchRules((A, B, C))
START = 1_000_000.0
MINUTE = 60.0


def health(pattern: str, now: float = START, **changed: Any) -> PatternHealth:
    """Health with nothing wrong about it, but for what is changed."""
    good: dict[str, Any] = {
        "pattern": pattern,
        "is_available": True,
        "p50_ms": 100.0,
        "p99_ms": 900.0,
        "error_rate": 0.01,
        "capacity_utilization": 0.4,
        "last_updated": now,
    }
    return PatternHealth(**{**good, **changed})


def look(
    before: Decision | None, now: float, rules: SwitchRules = RULES, **changed: Mapping[str, Any] | None
) -> Decision:
    """Decide with every pattern well, but for the changes by pattern; ``None`` leaves a pattern out."""
    healths = [
        health(name, now, **(changed.get(name) or {})) for name in rules.order if changed.get(name, {}) is not None
    ]
    return decide(None if before is None else before.state, healths, rules, now)


def run(looks: Iterable[Mapping[str, Any]], rules: SwitchRules = RULES, every: float = MINUTE) -> list[Decision]:
    """Decide again and again, a minute apart."""
    decisions: list[Decision] = []
    for at, changed in enumerate(looks):
        decisions.append(look(decisions[-1] if decisions else None, START + at * every, rules, **changed))
    return decisions


CONDITIONS: dict[str, dict[str, Any] | None] = {
    "well": {},
    "near a limit": {"p99_ms": 2300.0},
    "slow": {"p99_ms": 4000.0},
    "full": {"capacity_utilization": 0.95},
    "failing at times": {"error_rate": 0.2},
    "failing": {"error_rate": 0.9},
    "unavailable": {"is_available": False},
    "never called": {"p99_ms": None, "error_rate": None},
    "silent": None,
    "stale": {"last_updated": START - 600},
    "from the future": {"last_updated": START + 100_000},
}
"""What may be with a pattern."""


def any_change() -> st.SearchStrategy[dict[str, Any] | None]:
    """Anything that one pattern may report, or its silence: mostly what makes a difference."""
    figures = st.fixed_dictionaries(
        {},
        optional={
            "is_available": st.booleans(),
            "p99_ms": st.one_of(st.none(), st.floats(0, 6000)),
            "error_rate": st.one_of(st.none(), st.floats(0, 1)),
            "capacity_utilization": st.one_of(st.none(), st.floats(0, 1.5)),
        },
    )
    known = st.sampled_from([CONDITIONS[name] for name in ("well", "well", "well", *CONDITIONS)])
    return st.one_of(known, known, figures)


def any_looks(longest: int = 12) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Looks at which anything may be reported; each report holds for one look or for several."""
    every = st.fixed_dictionaries({name: any_change() for name in RULES.order})
    one = st.tuples(every, st.sampled_from([1, 1, 2, 6, 15]))
    drawn = st.lists(one, min_size=1, max_size=longest)
    return drawn.map(lambda held: [look for look, times in held for _ in range(times)][: 2 * longest])
