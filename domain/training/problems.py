"""What is wrong with a data set, collected up to a bound: who repairs a file wants all of it at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

MOST_TOLD: Final = 20
"""So many problems are told; all are counted. A failed execution keeps 32,768 characters of its cause:
https://docs.aws.amazon.com/step-functions/latest/apireference/API_ExecutionFailedEventDetails.html"""
_LONGEST: Final = 500


@dataclass
class Problems:
    """What was found, the first ones in words.

    Attributes:
        told: The first problems.
        count: All of them.
    """

    told: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, problem: str) -> None:
        """Add one."""
        self.count += 1
        if len(self.told) < MOST_TOLD:
            self.told.append(problem[:_LONGEST])

    def __bool__(self) -> bool:
        return self.count > 0

    def __str__(self) -> str:
        more = f"; and {self.count - len(self.told)} more" if self.count > len(self.told) else ""
        return f"{self.count} problem{'s' if self.count > 1 else ''}: {'; '.join(self.told)}{more}"
