"""Calls patterns to see how they answer, all at the same time."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from domain.switching.evidence import Probe
from lambdas.bounded import bounded_map
from lambdas.patterns.callers import Call, Caller
from lambdas.patterns.outcomes import ERRORS, Outcome, PatternError
from lambdas.patterns.served import ServedPattern
from lambdas.switch_patterns.settings import ProbeBody

LARGEST_CROWD = 32
"""Threads at most: seven patterns with four probes each fit."""


@dataclass(frozen=True)
class Prober:
    """Makes probes.

    Attributes:
        body: What to ask; ``None``: nothing is probed.
        count: Probes of each pattern.
        callers: How each pattern is called.
        clock: Seconds that only move on.
    """

    body: ProbeBody | None
    count: int
    callers: Mapping[str, Caller]
    clock: Callable[[], float]

    def __call__(self, patterns: Sequence[ServedPattern]) -> dict[str, tuple[Probe, ...]]:
        """Probe patterns; each call has at most its pattern's own timeout, and none is repeated."""
        body = self.body
        asked = [served for served in patterns for _ in range(self.count)]
        found: dict[str, list[Probe]] = {served.pattern: [] for served in patterns}
        if body is None or not asked:
            return dict.fromkeys(found, ())
        probes = bounded_map(lambda served: self._probe(served, body), asked, min(len(asked), LARGEST_CROWD))
        for served, probe in zip(asked, probes, strict=True):
            found[served.pattern].append(probe)
        return {pattern: tuple(probes) for pattern, probes in found.items()}

    def _probe(self, served: ServedPattern, body: ProbeBody) -> Probe:
        """Call once. Input that is refused was answered, but how long a refusal takes says nothing of an answer."""
        call = Call(f"probe-{uuid.uuid4()}", body.body, body.content_type)
        began_s = self.clock()
        try:
            self.callers[served.pattern](call, served.timeout_ms / 1000)
        except PatternError as error:
            timed = error.outcome is Outcome.TIMEOUT
            told = f"{error.outcome.value}: {error}"
            return Probe(error.outcome in ERRORS, self._since(began_s) if timed else None, told)
        return Probe(failed=False, latency_ms=self._since(began_s), outcome=Outcome.ANSWERED.value)

    def _since(self, began_s: float) -> float:
        return (self.clock() - began_s) * 1000
