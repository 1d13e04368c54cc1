"""All that was found of a stack, and the exit code that it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.smoke import Check, Finding, Outcome, Verdict, verdict
from smoke.watch import Watched


@dataclass(frozen=True)
class Report:
    """What was found.

    Attributes:
        stack: Name of the stack.
        checks: In order.
        watched: The watch, or ``None`` when there was none.
    """

    stack: str
    checks: Sequence[Check]
    watched: Watched | None = None

    @property
    def everything(self) -> list[Check]:
        """The checks, with those that the watch made."""
        return [*self.checks, *(self.watched.latencies if self.watched else ())]

    @property
    def verdict(self) -> Verdict:
        """What it all comes to: a watch that was not good is no success, whatever the checks say."""
        if self.watched is None:
            return verdict(self.checks)
        problems = [] if self.watched.finding.outcome is Outcome.PASS else [f"watch: {self.watched.finding.reason}"]
        of_checks = verdict(self.everything)
        if any(check.bad for check in self.everything):
            problems.append(of_checks.reason)
        if problems:
            return Verdict(False, "; ".join(problems))
        return Verdict(True, f"{_summary(self.watched.finding)}{'; ' + of_checks.reason if self.checks else ''}")

    @property
    def exit_code(self) -> int:
        """0 when all is good, else 1."""
        return 0 if self.verdict.good else 1


def _summary(finding: Finding) -> str:
    return f"watch: {finding.reason}"
