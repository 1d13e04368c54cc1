"""The canary watch: asks every few seconds, looks at the alarms, and ends early when it knows enough."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from domain.smoke import Check, Finding, Outcome, Theme, failed, left_out, passed, unknown
from domain.smoke.alarms import AlarmFacts, judge_alarms, ringing
from domain.smoke.latency import judge_p99
from domain.smoke.sequential import Evidence, Rates, begin
from domain.smoke.undo import undo
from smoke.question import Question, ask
from smoke.targets import Target

ALARMS_EVERY_S: Final = 15.0
"""The shortest period of most alarms is a minute."""
BLIND: Final = 3
"""Looks at the alarms in a row that fail until the watch is ended: a watch that sees none watches nothing."""

Answered = tuple[Finding, float]
"""How an answer was judged, and how long it took in milliseconds."""


@dataclass(frozen=True, kw_only=True)
class WatchArgs:
    """Inputs.

    Attributes:
        stack: Name of the stack.
        seconds: How long it lasts.
        every_s: Pause between two rounds in which each target is asked once.
        rates: What the test promises for the whole watch; its ``false_stop`` is shared among the targets.
        p99_ms: Objective that the caller asks for, in milliseconds: then too few answers stand against the stack.
    """

    stack: str
    seconds: float
    every_s: float
    rates: Rates = field(default_factory=Rates)
    p99_ms: float | None = None

    @property
    def rounds(self) -> int:
        """The most rounds."""
        return max(1, math.ceil(self.seconds / self.every_s))


@dataclass(frozen=True)
class Watched:
    """What came of a watch.

    Attributes:
        finding: Pass, fail, or unknown.
        seconds: How long it lasted.
        early: Whether it ended before its time.
        targets: What was seen of each target.
        latencies: Whether each target is as fast as it promises.
        undo: What to take back; empty when nothing is.
    """

    finding: Finding
    seconds: float
    early: bool
    targets: tuple[tuple[str, Evidence], ...]
    latencies: tuple[Check, ...]
    undo: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether the stack may stay."""
        return self.finding.outcome is Outcome.PASS and not any(check.bad for check in self.latencies)


@dataclass
class Watch:
    """One watch.

    Args:
        args: How long and how strict.
        targets: What is asked.
        alarms: Looks at the alarms.
        clock: Seconds that never go backwards.
        sleep: Waits.
        gather: Asks the targets of a round: one after the other, or a pool's ``map``, so that a slow one holds up none.
    """

    args: WatchArgs
    targets: Sequence[Target]
    alarms: Callable[[], Sequence[AlarmFacts]]
    clock: Callable[[], float]
    sleep: Callable[[float], object]
    gather: Callable[[Callable[[Target], Answered], Sequence[Target]], Iterable[Answered]] = map
    _samples: dict[str, list[float]] = field(default_factory=dict)
    _last: dict[str, str] = field(default_factory=dict)
    _evidence: dict[str, Evidence] = field(default_factory=dict)
    _looked: float = -math.inf
    _alarms: Sequence[AlarmFacts] = ()
    _blind: int = 0
    _blind_why: str = ""

    def run(self) -> Watched:
        """Watch to the end, or until something is wrong.

        Raises:
            InputError: The caller's credentials are no longer valid.
        """
        rates = replace(self.args.rates, false_stop=self.args.rates.false_stop / max(1, len(self.targets)))
        self._evidence = {target.name: begin(rates, self.args.rounds) for target in self.targets}
        self._samples = {target.name: [] for target in self.targets}
        begun, ends = self.clock(), self.clock() + self.args.seconds
        while self.clock() < ends:
            stopped = self._round(ends)
            if stopped is not None:
                finding, source = stopped
                return self._watched(finding, begun, undo(self.args.stack, source), early=True)
            self.sleep(max(0.0, min(self.args.every_s, ends - self.clock())))
        return self._watched(self._at_the_end(), begun, (), early=False)

    def _round(self, ends: float) -> tuple[Finding, str] | None:
        """Look at the alarms when it is time, then ask each target once; why the watch ends, and what is to blame."""
        if self.clock() - self._looked >= ALARMS_EVERY_S and (stopped := self._look()) is not None:
            return stopped
        if self.clock() >= ends:
            return None
        answers = list(self.gather(self._asked, self.targets))
        for target, (finding, took_ms) in zip(self.targets, answers, strict=True):
            evidence = self._counted(target, finding, took_ms)
            if evidence.ended:
                last = self._last.get(target.name, "")
                return failed(f"{target.name}: {evidence.describe()}; the last one: {last}"), target.name
        return None

    def _look(self) -> tuple[Finding, str] | None:
        self._looked = self.clock()
        problem, found = self._seen()
        if problem:
            self._blind, self._blind_why = self._blind + 1, problem
            if self._blind < BLIND:
                return None
            return unknown(f"the alarms could not be read {BLIND} times in a row: {problem}"), ""
        self._blind, self._alarms = 0, found
        rings = ringing(found)
        if not rings:
            return None
        listed = ", ".join(f"{one.name} ({one.why[:120]})" for one in rings[:5])
        return failed(f"{len(rings)} alarms ring: {listed}"), rings[0].name

    def _seen(self) -> tuple[str, Sequence[AlarmFacts]]:
        """The alarms, or why they could not be read."""
        found: list[AlarmFacts] = []

        def look() -> Finding:
            found.extend(self.alarms())
            return passed("read")

        finding = ask(Question(Theme.ALARMS, "alarms", look))
        return ("" if finding.outcome is Outcome.PASS else finding.reason), found

    def _asked(self, target: Target) -> Answered:
        begun = self.clock()
        finding = ask(Question(Theme.LATENCY, target.name, target.ask))
        return finding, (self.clock() - begun) * 1000

    def _counted(self, target: Target, finding: Finding, took_ms: float) -> Evidence:
        bad = finding.outcome is not Outcome.PASS
        self._samples[target.name].append(math.inf if bad else max(0.0, took_ms))
        if bad:
            self._last[target.name] = finding.reason
        self._evidence[target.name] = self._evidence[target.name].after(bad=bad)
        return self._evidence[target.name]

    def _at_the_end(self) -> Finding:
        if self._blind:
            return unknown(f"the alarms could not be read at the end: {self._blind_why}")
        short = [f"{name}: {one.describe()}" for name, one in self._evidence.items() if not one.good]
        if short:
            return unknown("; ".join(short))
        if not self.targets:
            judged = judge_alarms(self._alarms)
            return replace(judged, reason=f"{judged.reason}; the stack has nothing that answers at once")
        return passed(
            "no alarm rang; " + "; ".join(f"{name}: {one.describe()}" for name, one in self._evidence.items())
        )

    def _watched(self, finding: Finding, begun: float, steps: tuple[str, ...], *, early: bool) -> Watched:
        checks = tuple(check for target in self.targets if (check := self._latency(target)) is not None)
        return Watched(finding, self.clock() - begun, early, tuple(self._evidence.items()), checks, steps)

    def _latency(self, target: Target) -> Check | None:
        samples = self._samples[target.name]
        if target.objective_ms is None or not samples:
            return None
        found = judge_p99(samples, target.objective_ms)
        if found.outcome is Outcome.UNKNOWN and self.args.p99_ms is None:
            found = left_out(found.reason)
        return Check(Theme.LATENCY, f"p99 of {target.name}", found)
