"""What the switch remembers from one decision to the next, and what the router reads of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from domain.checks import finite_number, refuse, text, whole_number
from domain.switching.weights import check_weights


class Mode(StrEnum):
    """How things stand.

    ``normal``: the primary is healthy. ``degraded``: it is not, and another one is. ``returning``: home takes its
    traffic back step by step. ``none-healthy``: no pattern is known to be healthy.
    """

    NORMAL = "normal"
    DEGRADED = "degraded"
    RETURNING = "returning"
    NONE_HEALTHY = "none-healthy"


@dataclass(frozen=True, slots=True)
class SwitchState:
    """The last decision and what the next one needs. Times are epoch seconds.

    Attributes:
        primary: The pattern that traffic goes to.
        since_s: Since when it is the primary.
        switched_s: When the primary changed last; ``None``: never yet, so nothing has to dwell.
        decided_s: When this was decided.
        version: 1, 2, …: one more with each decision.
        decision_id: Names the decision.
        mode: How things stand.
        reason: Why it was decided so, for people.
        weights: Share of the requests by pattern, all patterns, exactly 1 in all.
        order: In which order to try patterns, all of them: first the one that carries the traffic, which is the
            primary unless that is down.
        healthy_since: Since when a pattern is healthy without a break; patterns that are not are left out.
        heard: ``last_updated`` of the newest health of each pattern.
        left: When a pattern stopped being the primary.
        exceeded: Patterns that passed a limit and have not been clear of it by the margin since.
    """

    primary: str
    since_s: float
    switched_s: float | None
    decided_s: float
    version: int
    decision_id: str
    mode: Mode
    reason: str
    weights: Mapping[str, float]
    order: tuple[str, ...]
    healthy_since: Mapping[str, float]
    heard: Mapping[str, float]
    left: Mapping[str, float]
    exceeded: tuple[str, ...]

    def to_json(self) -> str:
        """The state as one line of JSON, the same text for the same content."""
        content = {one.name: getattr(self, one.name) for one in fields(self)}
        return json.dumps(content, sort_keys=True, separators=(",", ":"))


def parse_state(raw: str) -> SwitchState:
    """Read what ``SwitchState.to_json`` wrote.

    Raises:
        ValueError: It is no such document; the message names the field.
    """
    data = json.loads(raw)
    names = {one.name for one in fields(SwitchState)}
    if not isinstance(data, dict) or set(data) != names:
        refuse("the switch's state", raw[:200], f"a JSON object with exactly {', '.join(sorted(names))}")
    weights = _numbers("weights", data["weights"])
    check_weights(weights)
    state = SwitchState(
        primary=text("primary", data["primary"]),
        since_s=finite_number("since_s", data["since_s"], 0),
        switched_s=None if data["switched_s"] is None else finite_number("switched_s", data["switched_s"], 0),
        decided_s=finite_number("decided_s", data["decided_s"], 0),
        version=whole_number("version", data["version"], 1),
        decision_id=text("decision_id", data["decision_id"]),
        mode=_mode(data["mode"]),
        reason=text("reason", data["reason"]),
        weights=weights,
        order=_names("order", data["order"]),
        healthy_since=_numbers("healthy_since", data["healthy_since"]),
        heard=_numbers("heard", data["heard"]),
        left=_numbers("left", data["left"]),
        exceeded=_names("exceeded", data["exceeded"]),
    )
    if set(state.order) != set(weights) or state.primary not in weights:
        refuse("order", state.order, f"the patterns of weights ({', '.join(weights)}), the primary among them")
    return state


def _mode(value: Any) -> Mode:
    if value not in tuple(Mode):
        refuse("mode", value, f"one of {', '.join(Mode)}")
    return Mode(value)


def _numbers(name: str, value: Any) -> dict[str, float]:
    if not isinstance(value, dict):
        refuse(name, value, "an object of numbers by pattern")
    return {text(name, key): finite_number(f"{name}.{key}", number, 0) for key, number in value.items()}


def _names(name: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or len(set(map(str, value))) != len(value):
        refuse(name, value, "a list of patterns, none of them twice")
    return tuple(text(name, one) for one in value)
