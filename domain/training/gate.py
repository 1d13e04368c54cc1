"""The quality gate: whether a new model is good enough, and not worse than the one in service.

What was not measured fails the gate: unknown is not good enough.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.training.plan import GatePlan
from domain.training.scores import ERRORS

SLACK: Final = 1e-9
"""Two floats that print alike are alike: 0.91 - 0.01 is not quite 0.9."""


@dataclass(frozen=True)
class GateVerdict:
    """The verdict.

    Attributes:
        passed: Whether the model may be registered.
        reasons: Why not, one line each; for a model that passed, what it reached. Never empty.
    """

    passed: bool
    reasons: tuple[str, ...]


def judge(metrics: Mapping[str, Any], baseline: Mapping[str, Any] | None, gate: GatePlan) -> GateVerdict:
    """Judge a model.

    Args:
        metrics: What was measured of it.
        baseline: What was measured of the model in service on the same rows; None when there is none.
        gate: What it must reach: for each metric a minimum, for errors (log_loss, mae, rmse) a maximum; and how much
            worse than the baseline is accepted.
    """
    if not gate.metrics:
        return GateVerdict(False, ("the plan's gate names no metric: nobody would know what good enough is",))
    found = [
        line for name, limit in gate.metrics.items() for line in _lines(name, limit, metrics, baseline, gate.max_drop)
    ]
    failures = tuple(text for passed, text in found if not passed)
    return GateVerdict(not failures, failures or tuple(text for _, text in found))


def _lines(
    name: str, limit: float, metrics: Mapping[str, Any], baseline: Mapping[str, Any] | None, max_drop: float
) -> Iterator[tuple[bool, str]]:
    value = _number(metrics.get(name))
    if value is None:
        yield False, f"{name} was not measured ({_told(metrics, name)}); the gate asks for it"
        return
    less_is_better = name in ERRORS
    sign, wanted = (-1.0, "at most") if less_is_better else (1.0, "at least")
    yield sign * value >= sign * limit - SLACK, f"{name} is {value:.6g}; accepted: {wanted} {limit:.6g}"
    if baseline is None:
        return
    served = _number(baseline.get(name))
    if served is None:
        yield False, f"{name} of the model in service was not measured ({_told(baseline, name)}), so nothing compares"
        return
    bound = served - sign * max_drop
    yield (
        sign * value >= sign * bound - SLACK,
        f"{name} is {value:.6g}, {served:.6g} for the model in service; accepted: {wanted} {bound:.6g}",
    )


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def _told(metrics: Mapping[str, Any], name: str) -> str:
    if name in metrics:
        return f"its value is {metrics[name]!r}"
    return f"measured: {', '.join(sorted(metrics)) or 'nothing'}"
