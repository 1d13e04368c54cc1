"""One look: what is known of each pattern, the decision, and the state and the record of it."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from domain.switching import Decision, Mode, SwitchState, decide
from domain.switching.evidence import Calls, Evidence, health_of, wants_probe
from lambdas.clients.pattern_metrics import PatternMetrics
from lambdas.clients.switch_decisions import SwitchDecisions
from lambdas.clients.switch_states import SwitchStates
from lambdas.errors import SwitchStateError
from lambdas.patterns.served import ServedPattern
from lambdas.switch_patterns.availability import Availabilities
from lambdas.switch_patterns.meter import SwitchMeter
from lambdas.switch_patterns.probing import Prober
from lambdas.switch_patterns.settings import Settings
from lambdas.telemetry import log

SECONDS_PER_DAY: Final = 86_400


@dataclass(frozen=True)
class Looked:
    """What a look came to: the decision, what it rests on, and whether it holds."""

    decision: Decision
    evidence: tuple[Evidence, ...]
    stored: bool

    def to_reply(self) -> dict[str, Any]:
        """Return the answer to whoever asked for the look."""
        record = self.decision.record()
        shown = ("primary", "mode", "switched", "reason", "decision_id", "weights", "healthy", "patterns")
        return {**{name: record[name] for name in shown}, "stored": self.stored}

    def to_record(self) -> dict[str, Any]:
        """Return what the table keeps: the decision with what was seen of each pattern."""
        return {**self.decision.record(), "evidence": [asdict(one) for one in self.evidence]}


@dataclass(frozen=True)
class Look:
    """What a look needs; ``clock`` gives epoch seconds."""

    settings: Settings
    states: SwitchStates
    decisions: SwitchDecisions
    metrics: PatternMetrics
    availabilities: Availabilities
    prober: Prober
    meter: SwitchMeter
    clock: Callable[[], float]

    def __call__(self, *, dry_run: bool) -> Looked:
        """Look and decide.

        Raises:
            ClientError: The table could not be read or written: what was decided before stays.
            BotoCoreError: The same.
        """
        state, version = self._state()
        evidence = self._evidence({} if state is None else state.heard)
        healths = [health for health in map(health_of, evidence) if health is not None]
        decision = decide(state, healths, self.settings.rules, self.clock(), version)
        looked = Looked(decision, evidence, stored=not dry_run and self._stored(decision))
        if not dry_run:
            self._tell(looked)
            if looked.stored:
                self._keep(looked)
        return looked

    def _state(self) -> tuple[SwitchState | None, int]:
        """The state to go on from, and the version of what is there when that is no state."""
        try:
            return self.states.read(consistent=True), 0
        except SwitchStateError as error:
            log().error("the switch's state cannot be read, so it starts anew", extra={"error": str(error)})
            return None, error.version

    def _evidence(self, heard: Mapping[str, float]) -> tuple[Evidence, ...]:
        patterns = self.settings.patterns
        calls = self._calls()
        said = self.availabilities(patterns)

        def of(served: ServedPattern) -> Evidence:
            answer = said[served.pattern]
            return Evidence(
                pattern=served.pattern,
                available=None if answer is None else answer.is_available,
                said="" if answer is None else answer.said,
                calls=calls[served.pattern],
                probes=(),
                seen_s=self.clock(),
            )

        known = {served.pattern: of(served) for served in patterns}
        limits = self.settings.rules.limits
        asked = [one for one in patterns if wants_probe(known[one.pattern], limits, heard.get(one.pattern, 0.0))]
        probed_s = self.clock()
        for pattern, probes in self.prober(asked).items():
            found = known[pattern]
            known[pattern] = Evidence(pattern, found.available, found.said, found.calls, probes, probed_s)
        return tuple(known.values())

    def _calls(self) -> dict[str, Calls | None]:
        names = [served.pattern for served in self.settings.patterns]
        try:
            return self.metrics.read(names, self.settings.utilization, self.clock())
        except (BotoCoreError, ClientError) as error:
            log().error("the router's metrics cannot be read; only probes tell now", extra={"error": str(error)})
            return dict.fromkeys(names)

    def _stored(self, decision: Decision) -> bool:
        """Whether the decision holds now: stored by this call, or by one of it whose answer was lost."""
        if self.decisions.store(decision.state):
            return True
        there = self.states.read(consistent=True)
        return there == decision.state

    def _tell(self, looked: Looked) -> None:
        decision = looked.decision
        told = log().info if decision.state.mode is Mode.NORMAL and not decision.switched else log().warning
        told("looked at the patterns" if looked.stored else "another look was first", extra=looked.to_reply())
        self.meter.looked(healthy=len(decision.healthy), switched=decision.switched and looked.stored)

    def _keep(self, looked: Looked) -> None:
        state = looked.decision.state
        expires_s = state.decided_s + self.settings.decision_ttl_days * SECONDS_PER_DAY
        self.decisions.record(state.decision_id, looked.to_record(), expires_s)
