"""The switch in one process: for a simulation, a notebook, or a service that keeps its own figures.

In a stack the function ``switch_patterns`` decides by the same ``domain.switching.decide``.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from domain.checks import finite_number, refuse
from domain.patterns import Pattern
from domain.switching import Decision, Limits, PatternHealth, SwitchRules, SwitchState, decide

__all__ = ("DEFAULT_ORDER", "DynamicPatternSwitcher", "PatternHealth")

DEFAULT_ORDER: Final = (
    Pattern.BEDROCK_PROVISIONED.value,
    Pattern.BEDROCK_ON_DEMAND.value,
    Pattern.SAGEMAKER_REALTIME.value,
    Pattern.INFERENCE_COMPONENTS.value,
    Pattern.LAMBDA_ON_DEMAND.value,
    Pattern.SAGEMAKER_SERVERLESS.value,
)
"""Capacity that is paid for already comes first, cold starts last. An asynchronous endpoint is not among them: its
answer does not come with the request."""
KEPT: Final = 100
"""Decisions in the history."""


class DynamicPatternSwitcher:
    """Takes in health, and says which pattern is the primary and how to spread the traffic.

    Args:
        latency_threshold_ms: Highest 99th percentile of the latency, in milliseconds.
        error_rate_threshold: Highest share of failed calls, 0 to 1.
        capacity_threshold: Highest share of the capacity in use.
        order: Patterns by preference; the first is home and the primary at the start. Other names than those of
            ``domain.patterns.Pattern`` are fine; health of a pattern that is not here is refused.
        rules: All the other rules, with their own limits and order; give either these or the four above.
        clock: Epoch seconds.

    Raises:
        ValueError: A threshold or the order is not accepted.
    """

    def __init__(
        self,
        latency_threshold_ms: float | None = None,
        error_rate_threshold: float | None = None,
        capacity_threshold: float | None = None,
        order: Sequence[str] | None = None,
        *,
        rules: SwitchRules | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        given = (latency_threshold_ms, error_rate_threshold, capacity_threshold, order)
        if rules is None:
            rules = _rules(latency_threshold_ms, error_rate_threshold, capacity_threshold, order)
        elif any(one is not None for one in given):
            refuse("rules", rules, "nothing beside thresholds or an order: the rules have their own")
        self._rules = rules
        self._clock = clock
        self._state: SwitchState | None = None
        self._healths: dict[str, PatternHealth] = {}
        self._history: deque[Decision] = deque(maxlen=KEPT)

    @property
    def primary(self) -> str:
        """The primary; home before the first decision."""
        return self._rules.home if self._state is None else self._state.primary

    @property
    def state(self) -> SwitchState | None:
        """What the last decision left; ``None`` before the first."""
        return self._state

    @property
    def history(self) -> tuple[Decision, ...]:
        """The last decisions, each with what it rests on; the newest is the last."""
        return tuple(self._history)

    def update_health(self, health: PatternHealth) -> None:
        """Take in what is known of a pattern now.

        Raises:
            ValueError: It is older than what is known already, or of a pattern that is not in the order.
        """
        if health.pattern not in self._rules.order:
            refuse("health.pattern", health.pattern, f"one of {', '.join(self._rules.order)}")
        known = self._healths.get(health.pattern)
        if known is not None and health.last_updated < known.last_updated:
            refuse(
                f"last_updated of {health.pattern}",
                health.last_updated,
                f"a time of at least {known.last_updated!r}, of which its health is known: time does not go back",
            )
        self._healths[health.pattern] = health

    def evaluate_and_switch(self) -> str | None:
        """Decide. Return the new primary, or ``None`` when it stays; ``history[-1]`` says why."""
        decision = self._decision()
        self._state = decision.state
        self._history.append(decision)
        return decision.state.primary if decision.switched else None

    def get_routing_weights(self) -> dict[str, float]:
        """Shares of the traffic by pattern, exactly 1 in all, as a decision now would have them. Nothing switches."""
        return dict(self._decision().state.weights)

    def _decision(self) -> Decision:
        return decide(self._state, self._healths.values(), self._rules, self._clock())


def _rules(
    latency_ms: float | None, error_rate: float | None, utilization: float | None, order: Sequence[str] | None
) -> SwitchRules:
    known = Limits()
    errors = known.error_rate if error_rate is None else finite_number("error_rate_threshold", error_rate, 0)
    limits = Limits(
        p99_ms=known.p99_ms if latency_ms is None else latency_ms,
        error_rate=errors,
        utilization=known.utilization if utilization is None else utilization,
        # An outage is more than what is merely degraded, however much a caller lets pass as that.
        outage_error_rate=known.outage_error_rate if errors < known.outage_error_rate else (1 + errors) / 2,
    )
    return SwitchRules(DEFAULT_ORDER if order is None else tuple(order), limits)
