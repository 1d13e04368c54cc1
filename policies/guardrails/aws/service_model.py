"""What AWS's service models say of a value: a range, a choice, or a text's length and pattern.

A rule keeps a table of these by property, and ``refused`` applies it. Each names its shape in the service model that
botocore ships; ``tests/policies/test_service_models.py`` finds every one of them and compares it, so that none can rot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
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
    """

    service: str
    shape: str
    least: float
    most: float | None = None

    def holds(self, value: float) -> bool:
        """True when the value is accepted."""
        return value >= self.least and (self.most is None or value <= self.most)

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
        """Of many values those are listed that the text is most like, in whatever letter case."""
        value = node.text()
        if value is None or value in self.values:
            return ""
        alike = get_close_matches(value.lower(), map(str.lower, self.values), 8, 0.0)
        listed = [name for name in self.values if name.lower() in alike]
        more = ", ..." if len(listed) < len(self.values) else ""
        return f"is {node.show()}; accepted: {', '.join(listed)}{more}"


@dataclass(frozen=True)
class Text:
    """How long a text may be, and what it may be made of.

    Args:
        service: The service's name in botocore.
        shape: The text's name in the service model.
        least: Fewest characters.
        most: Most characters.
        pattern: As the service model has it; empty where it has none.
    """

    service: str
    shape: str
    least: int
    most: int
    pattern: str = ""

    def problem(self, node: Props) -> str:
        """The length first: it is what people meet."""
        value = node.text()
        if value is None:
            return ""
        if not self.least <= len(value) <= self.most:
            return f"has {len(value)} characters, accepted: {self.least} to {self.most}"
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
