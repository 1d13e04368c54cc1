"""What AWS's service models say of a value: a range, a choice, or a text's length and pattern.

A rule keeps a table of these by property, and ``refused`` applies it. Each names its shape in the service model that
botocore ships; ``tests/policies/test_service_models.py`` finds every one of them and compares it, so that none can rot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from guardrails.props import Props
from guardrails.rule import Finding, violation


@dataclass(frozen=True)
class Range:
    """What a number may be.

    Args:
        service: The service's name in botocore.
        shape: The number's name in the service model; ``Structure.member`` where only the member has the limits.
        least: Lowest value.
        most: Highest value; None when there is no limit.
        also: Values outside of the range that mean something of their own. The service model does not know them.
    """

    service: str
    shape: str
    least: float
    most: float | None = None
    also: tuple[float, ...] = ()

    def holds(self, value: float) -> bool:
        """True when the value is accepted."""
        return value in self.also or (value >= self.least and (self.most is None or value <= self.most))

    def problem(self, node: Props) -> str:
        """Numbers of another kind are the engine's business."""
        value = node.number()
        return "" if value is None or self.holds(value) else f"is {node.show()}, {self}"

    def __str__(self) -> str:
        """For a message."""
        return f"below {self.least:.15g}" if self.most is None else f"outside {self.least:.15g} to {self.most:.15g}"


@dataclass(frozen=True)
class Choice:
    """What a text may be, letter by letter.

    Args:
        service: The service's name in botocore.
        shape: The enumeration's name in the service model.
        values: All that AWS accepts.
    """

    service: str
    shape: str
    values: tuple[str, ...]

    def problem(self, node: Props) -> str:
        """A few values are listed, of many those that the text looks like."""
        value = node.text()
        return "" if value is None or value in self.values else f"is {node.show()}; accepted: {self._accepted(value)}"

    def _accepted(self, given: str) -> str:
        if len(self.values) <= 8:
            return ", ".join(self.values)
        alike = [value for value in self.values if value.lower()[:3] == given.lower()[:3]]
        return f"{', '.join(alike) or ', '.join(self.values[:4])}, ..."


@dataclass(frozen=True)
class Text:
    """How long a text may be, and what it may be made of.

    Args:
        service: The service's name in botocore.
        shape: The text's name in the service model.
        least: Fewest characters.
        most: Most characters; None when there is no limit.
        pattern: As the service model has it; empty where it has none.
    """

    service: str
    shape: str
    least: int = 0
    most: int | None = None
    pattern: str = ""

    def problem(self, node: Props) -> str:
        """The length first: it is what people meet."""
        value = node.text()
        if value is None:
            return ""
        if len(value) < self.least or (self.most is not None and len(value) > self.most):
            limits = f"{self.least} or more" if self.most is None else f"{self.least} to {self.most}"
            return f"has {len(value)} characters, accepted: {limits}"
        if self.pattern and not re.fullmatch(self.pattern, value, re.ASCII):
            return f"is {node.show()}, which holds characters that AWS does not accept there"
        return ""


Limit: TypeAlias = Range | Choice | Text
Limits: TypeAlias = Mapping[str, Limit]
"""Limits by dotted path below a resource or a block."""


def refused(node: Props, limits: Limits) -> Iterator[Finding]:
    """A violation for each value below ``node`` that AWS does not accept."""
    for path, limit in limits.items():
        if problem := limit.problem(node[path]):
            yield violation(node[path], problem)
