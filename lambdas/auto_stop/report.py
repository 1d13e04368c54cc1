"""What a run did, endpoint by endpoint: for the reply, the metrics and the message to people.

What was kept is counted, with a few lines as examples; the function's log has all of them. So a report does not grow
with the number of endpoints, only with what was done and what failed.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from domain.cost import AutoStopAction
from domain.metrics import Metric

EXAMPLES: Final = 200
"""Lines about kept endpoints in a reply."""


class Kept(StrEnum):
    """Why an endpoint is kept, beside the reasons of ``domain.cost``."""

    OVERRIDE = "override"
    NOT_IN_SERVICE = "not-in-service"
    NOTHING_TO_STOP = "nothing-to-stop"
    GONE = "gone"
    NOT_OURS = "not-ours"
    HAS_COMPONENTS = "has-components"
    ALREADY_STOPPED = "already-stopped"
    UNSETTLED = "unsettled"
    FAILED = "failed"


@dataclass(frozen=True)
class Outcome:
    """One endpoint.

    Attributes:
        endpoint: Name.
        action: What was done, or would be in a dry run; ``KEEP`` for nothing.
        code: Why, as one of a few words: a dimension of the metric.
        reason: Why, as a sentence.
        saves_usd_per_hour: By the dated price; ``None`` where there is none.
        error: What failed.
    """

    endpoint: str
    action: AutoStopAction
    code: str
    reason: str
    saves_usd_per_hour: float | None = 0.0
    error: str = ""

    def line(self) -> str:
        """Return it as a line of the message."""
        if self.error:
            return f"FAILED {self.endpoint}: {self.reason}: {self.error}"
        if self.action is AutoStopAction.KEEP:
            return f"kept {self.endpoint}: {self.reason}"
        price = self.saves_usd_per_hour
        saves = "unpriced" if price is None else f"saves {price:.3f} USD an hour"
        return f"{self.action.value} {self.endpoint}: {self.reason}; {saves}"


def kept(endpoint: str, code: str, reason: str, error: str = "") -> Outcome:
    """Return the outcome of an endpoint that nothing is done to."""
    return Outcome(endpoint, AutoStopAction.KEEP, code, reason, error=error)


@dataclass
class Report:
    """A run.

    Attributes:
        dry_run: Whether nothing was changed.
        expired: Overrides without an effect, as lines.
        seen: Endpoints.
        stopped: What was acted on, or would be.
        failed: What failed; nothing else was held up by it.
        problems: What went wrong for many endpoints at once, or beside the stop itself.
        settled: Stops that ended half-way in an earlier run and were brought to an end.
        kept: How many were kept, by code.
        examples: Lines about some of them.
    """

    dry_run: bool
    expired: Sequence[str] = ()
    seen: int = 0
    stopped: list[Outcome] = field(default_factory=list)
    failed: list[Outcome] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)
    kept: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Take in an endpoint."""
        self.seen += 1
        if outcome.error:
            self.failed.append(outcome)
        elif outcome.action is not AutoStopAction.KEEP:
            self.stopped.append(outcome)
        if outcome.action is AutoStopAction.KEEP:
            self.kept[outcome.code] += 1
            if not outcome.error and len(self.examples) < EXAMPLES:
                self.examples.append(outcome.line())

    @property
    def saves_usd_per_hour(self) -> float:
        """What is saved, as far as it is priced."""
        return sum(one.saves_usd_per_hour or 0.0 for one in self.stopped)

    @property
    def unpriced(self) -> list[str]:
        """Endpoints whose saving no price is known for."""
        return [one.endpoint for one in self.stopped if one.saves_usd_per_hour is None]

    @property
    def errors(self) -> list[str]:
        """Everything that makes the run a failed one."""
        return [*self.problems, *(outcome.line() for outcome in self.failed)]

    def to_reply(self) -> dict[str, Any]:
        """Return the function's answer."""
        return {
            "action": "run",
            "dry_run": self.dry_run,
            "endpoints": self.seen,
            "stopped": [outcome.line() for outcome in self.stopped],
            "kept": dict(sorted(self.kept.items())),
            "kept_examples": self.examples,
            "failed": self.errors,
            "settled": self.settled,
            "expired_overrides": list(self.expired),
            "saves_usd_per_hour": round(self.saves_usd_per_hour, 4),
            "unpriced": self.unpriced,
        }

    def to_metrics(self) -> dict[Metric, float]:
        """Return what to publish; a dry run stopped nothing. What was kept is published by reason."""
        if self.dry_run:
            return {}
        return {
            Metric.ENDPOINTS_STOPPED: len(self.stopped),
            Metric.ESTIMATED_SAVINGS: self.saves_usd_per_hour,
        }

    def subject(self) -> str:
        """Return the subject of the message."""
        what = "would stop" if self.dry_run else "stopped"
        failed = f", {len(self.errors)} FAILED" if self.errors else ""
        return f"auto-stop {what} {len(self.stopped)} of {self.seen} endpoints{failed}"

    def message(self) -> str:
        """Return the message: failures first, then what was done, then how many were kept and why."""
        mode = "This was a dry run: nothing was changed. " if self.dry_run else ""
        lines = [f"{mode}Saves {self.saves_usd_per_hour:.3f} USD an hour."]
        if self.unpriced:
            lines.append(f"Unpriced, so not counted: {', '.join(self.unpriced)}.")
        lines += self.errors
        lines += self.settled
        lines += [outcome.line() for outcome in self.stopped]
        lines += [f"kept, {code}: {count}" for code, count in sorted(self.kept.items())]
        lines += [f"expired, without effect: {line}" for line in self.expired]
        return "\n".join(lines)

    def gist(self) -> str:
        """Return what tells this report from one with other news, or an empty text when it has none."""
        news = [*self.errors, *self.settled, *(f"{one.action.value} {one.endpoint}" for one in self.stopped)]
        if not news:
            return ""
        return hashlib.sha256("\n".join([str(self.dry_run), *sorted(news)]).encode()).hexdigest()
