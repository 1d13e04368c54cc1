"""Calls patterns to see how they answer: all patterns at the same time, each with one call after the other."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from domain.switching.evidence import Probe
from lambdas.bounded import bounded_map
from lambdas.patterns.callers import Call, Caller
from lambdas.patterns.outcomes import ERRORS, Outcome, PatternError
from lambdas.patterns.served import ServedPattern
from lambdas.switch_patterns.settings import ProbeBody

SHOWN = 200
"""Characters of an error that are kept: the record of a decision has room for 400 KB in all."""


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
        """Probe patterns.

        A pattern gets its probes one after the other: at the same time they would throttle each other where it takes
        one or two requests at once, and each would meet a cold start of its own. No further one begins after the
        pattern's own time limit, so all of them take at most twice that.
        """
        body = self.body
        if body is None or not patterns:
            return {served.pattern: () for served in patterns}
        found = bounded_map(lambda served: self._probes(served, body), patterns, len(patterns))
        return {served.pattern: probes for served, probes in zip(patterns, found, strict=True)}

    def _probes(self, served: ServedPattern, body: ProbeBody) -> tuple[Probe, ...]:
        began_s, probes = self.clock(), list[Probe]()
        while len(probes) < self.count and (not probes or self._since(began_s) < served.timeout_ms):
            probes.append(self._probe(served, body))
        return tuple(probes)

    def _probe(self, served: ServedPattern, body: ProbeBody) -> Probe:
        """Call once. Input that is refused was answered, but how long a refusal takes says nothing of an answer."""
        call = Call(f"probe-{uuid.uuid4()}", body.body, body.content_type)
        began_s = self.clock()
        try:
            self.callers[served.pattern](call, served.timeout_ms / 1000)
        except PatternError as error:
            timed = error.outcome is Outcome.TIMEOUT
            told = f"{error.outcome.value}: {error}"[:SHOWN]
            return Probe(error.outcome in ERRORS, self._since(began_s) if timed else None, told)
        return Probe(failed=False, latency_ms=self._since(began_s), outcome=Outcome.ANSWERED.value)

    def _since(self, began_s: float) -> float:
        return (self.clock() - began_s) * 1000
