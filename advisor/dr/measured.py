"""What a drill measured, beside what was computed: a computed time that nothing measures near to is a wrong one."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from advisor.errors import InputError
from domain.resilience.objectives import Objectives

TOLERANCE: Final = 0.2
"""How far a measurement may be from the expected time, as a share of it."""


@dataclass(frozen=True)
class Measured:
    """A scenario of a drill.

    Attributes:
        name: Its name.
        path: The path that it went.
        computed_s: What was computed for the drill's own stack, in seconds; ``None`` when the drill did not say.
        measured_s: From the fault until work was done in the other Region, in seconds; ``None`` when it never was.
    """

    name: str
    path: str
    computed_s: float | None
    measured_s: float | None


@dataclass(frozen=True)
class Comparison:
    """A measurement beside the time of its path.

    Attributes:
        scenario: What was measured.
        expected_s: What it is compared with: the drill's own computed time, else this stack's.
        worst_s: This stack's worst case of the path.
        own: The expected time is that of the drill's stack.
    """

    scenario: Measured
    expected_s: float
    worst_s: float
    own: bool

    @property
    def off(self) -> float | None:
        """How far the measurement is from the expected time, as a share of it; ``None`` without a measurement."""
        measured = self.scenario.measured_s
        return None if measured is None or not self.expected_s else (measured - self.expected_s) / self.expected_s

    @property
    def agrees(self) -> bool:
        """Within the tolerance."""
        return self.off is not None and abs(self.off) <= TOLERANCE


def read_drill(file: Path) -> tuple[Measured, ...]:
    """Read ``build/drill/report.json``.

    Raises:
        InputError: It cannot be read, or a scenario lacks what is compared.
    """
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise InputError(f"{file} could not be read: {error}; `make drill` writes it") from None
    listed = found.get("scenarios") if isinstance(found, Mapping) else None
    if not isinstance(listed, list) or not listed:
        raise InputError(f"{file} has no scenarios; accepted: a report of `make drill`")
    return tuple(
        one for number, entry in enumerate(listed) if (one := _scenario(entry, f"{file}: scenarios[{number}]"))
    )


def _scenario(entry: Any, where: str) -> Measured | None:
    """A scenario; ``None`` for one that is no failover, which has no path."""
    if not isinstance(entry, Mapping) or not isinstance(entry.get("name"), str):
        raise InputError(f"{where} has no name; accepted: an object with name, path and measured_s")
    if not entry.get("path"):
        return None
    if "measured_s" not in entry:
        raise InputError(f"{where}.measured_s is missing; accepted: seconds, or null when nothing recovered")
    computed, measured = (_seconds(entry.get(name), f"{where}.{name}") for name in ("computed_s", "measured_s"))
    return Measured(entry["name"], str(entry["path"]), computed, measured)


def _seconds(value: Any, where: str) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        raise InputError(f"{where} = {value!r} is not accepted: seconds, a finite number of at least 0")
    return float(value)


def compare(computed: Objectives, drill: tuple[Measured, ...]) -> tuple[Comparison, ...]:
    """Set each scenario of a drill beside the path that it went.

    Raises:
        InputError: A path that this stack has not.
    """
    found = []
    for scenario in drill:
        try:
            path = computed.path(scenario.path)
        except ValueError as error:
            raise InputError(f"scenario {scenario.name}: {error}; is the report of another stack?") from None
        own = scenario.computed_s is not None
        expected = path.expected_s if scenario.computed_s is None else scenario.computed_s
        found.append(Comparison(scenario, expected, path.worst_s, own))
    return tuple(found)
