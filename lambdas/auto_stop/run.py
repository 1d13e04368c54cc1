"""One run: every endpoint is decided on, and what is idle is stopped. One that fails never stops the others."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.cost import AutoStopAction, AutoStopDecision, Reason
from domain.stops import RecordState, Removal, StopRecord, removed, scaled_down, suspended
from lambdas.auto_stop import savings
from lambdas.auto_stop.acting import Acting, is_fresh, planned_stop
from lambdas.auto_stop.failures import FAILURES, told
from lambdas.auto_stop.inspection import Inspection, Near
from lambdas.auto_stop.inventory import Inventory, Seen
from lambdas.auto_stop.judge import Rules
from lambdas.auto_stop.report import Kept, Outcome, Report, kept
from lambdas.clients.endpoint_state import IN_SERVICE, EndpointState

MARGIN_S: Final = 60.0
"""Time that is kept back for the endpoint at hand and the message."""


@dataclass(frozen=True)
class AutoStop:
    """Everything that a run needs; ``clock`` tells the time, ``time_left`` the seconds until the function ends."""

    rules: Rules
    inventory: Inventory
    inspection: Inspection
    acting: Acting
    clock: Callable[[], datetime]
    time_left: Callable[[], float]

    def __call__(self, *, dry_run: bool) -> Report:
        """Decide on every endpoint of the stack, and act unless this is a dry run."""
        now = self.clock()
        report = Report(dry_run, self.rules.expired(now))
        if not dry_run:
            self._settle(report, now)
        try:
            for seen in self.inventory(*self.rules.window(now), report.problems.append):
                if self.time_left() < MARGIN_S:
                    report.problems.append(
                        f"time was up after {report.seen} endpoints; the next run looks at all again"
                    )
                    break
                report.add(self._guarded(seen, report))
        except FAILURES as error:
            report.problems.append(f"the endpoints could not be listed to the end: {told(error)}")
        return report

    def _settle(self, report: Report, now: datetime) -> None:
        """Bring to an end what an earlier run left half-done, before anything new is begun."""
        try:
            records = list(self.acting.records.all())
        except FAILURES as error:
            report.problems.append(f"what an earlier run left half-done could not be read: {told(error)}")
            return
        for record in records:
            if record.state is RecordState.STOPPING and not is_fresh(record, now.isoformat()):
                try:
                    came_to = self.acting.settle(record, now.isoformat())
                    report.settled.append(f"half-done {record.endpoint}: {came_to}")
                except FAILURES as error:
                    report.problems.append(f"half-done {record.endpoint} could not be settled: {told(error)}")

    def _guarded(self, seen: Seen, report: Report) -> Outcome:
        try:
            return self._from_afar(seen, report) or self._from_near(seen, report)
        except FAILURES as error:
            return kept(seen.name, Kept.FAILED, "it was not stopped", told(error))

    def _from_afar(self, seen: Seen, report: Report) -> Outcome | None:
        """What keeps most endpoints without a call of their own."""
        override = self.rules.override(seen, self.clock())
        if override is not None:
            return kept(seen.name, Kept.OVERRIDE, override.describe())
        decision = self.rules.from_afar(seen)
        silent = decision.code is Reason.METRICS_UNKNOWN and not seen.heard and not report.problems
        if decision.action is not AutoStopAction.KEEP:
            return None
        return self._silent(seen, decision) if silent else _as_decided(seen.name, decision)

    def _silent(self, seen: Seen, decision: AutoStopDecision) -> Outcome:
        """Why nothing was heard of an endpoint: because nothing of it runs, or nobody knows."""
        state = self.inspection.states.describe(seen.name)
        if state is None or state.status != IN_SERVICE:
            return _not_in_service(seen, state)
        if all(variant.desired is None for variant in state.variants):
            return kept(seen.name, Kept.NOTHING_TO_STOP, "it is serverless and runs on no instances")
        if not any(variant.desired for variant in state.variants):
            return kept(seen.name, Kept.NOTHING_TO_STOP, "it sleeps: it has no instances")
        return _as_decided(seen.name, decision)

    def _from_near(self, seen: Seen, report: Report) -> Outcome:
        """Look at what seems idle, and read what may have changed since the listings just before acting on it."""
        state = self.inspection.states.describe(seen.name)
        if state is None or state.status != IN_SERVICE:
            return _not_in_service(seen, state)
        known = self.acting.records.find(state.name)
        if known is not None and known.state is RecordState.STOPPING:
            return kept(seen.name, Kept.UNSETTLED, "another run is at it, or left it half-done")
        age = self._age_minutes(state.changed_at, known)
        decision = self.rules.from_near(seen, seen.tags, seen.calls, age, ())
        if decision.code is Reason.YOUNG:
            return _as_decided(seen.name, decision)
        schedules = self.rules.action is AutoStopAction.DISABLE_SCHEDULE
        near = self.inspection.near(state, seen.components, schedules=schedules)
        return _immovable(seen, near) or self._decided(seen, near, known, report)

    def _decided(self, seen: Seen, near: Near, known: StopRecord | None, report: Report) -> Outcome:
        age = self._age_minutes(near.changed_at, known)
        try:
            tags, *others = self.inspection.tags(near)
        except FAILURES as error:
            decision = self.rules.from_near(seen, None, seen.calls, age, near.units)
            return kept(seen.name, decision.code, decision.reason, told(error))
        if not self.rules.tags.items() <= tags.items():
            return kept(seen.name, Kept.NOT_OURS, "it does not carry the stack's tags any more")
        calls = self.inspection.calls(near, *self.rules.window(self.clock()))
        decisions = [self.rules.from_near(seen, one, calls, age, near.units) for one in (tags, *others)]
        for decision in decisions:
            if decision.action is AutoStopAction.KEEP:
                return _as_decided(seen.name, decision)
        return self._act(near, tags, known, decisions[0], report)

    def _act(
        self, near: Near, tags: Mapping[str, str], known: StopRecord | None, decision: AutoStopDecision, report: Report
    ) -> Outcome:
        name, action = near.state.name, decision.action
        removal = Removal(near.state.configuration, tags) if action is AutoStopAction.DELETE else None
        if removal is not None and near.components:
            return kept(name, Kept.HAS_COMPONENTS, "its inference components would have to be deleted first")
        if removal is not None:
            changes, saves = tuple(removed(near.units)), savings.of_deletion(near, self.rules.rate)
        else:
            held = action is AutoStopAction.DISABLE_SCHEDULE
            changes = tuple(suspended(near.units) if held else scaled_down(near.units, decision.target_instances or 0))
            saves = savings.of_changes(near, changes, self.rules.rate)
        if not changes:
            return kept(name, Kept.ALREADY_STOPPED, f"{action.value} would change nothing")
        if not report.dry_run:
            at = self.clock().isoformat()
            self.acting.stop(planned_stop(known, name, changes, removal, decision.reason, at), changes, at)
            if removal is None:
                self._note(near.state.arn, decision, at, report)
        return Outcome(name, action, decision.code, decision.reason, saves)

    def _note(self, arn: str, decision: AutoStopDecision, at: str, report: Report) -> None:
        try:
            self.acting.note(arn, decision.action.value, decision.reason, at)
        except FAILURES as error:
            report.problems.append(f"{arn} was stopped, but could not be tagged so: {told(error)}")

    def _age_minutes(self, since: float, known: StopRecord | None) -> float:
        """Minutes since it was made, changed or restored: what was just brought back gets its time too."""
        if known is not None and known.state is RecordState.RESTORED:
            since = max(since, datetime.fromisoformat(known.at).timestamp())
        return (self.clock().timestamp() - since) / 60


def _as_decided(name: str, decision: AutoStopDecision) -> Outcome:
    return kept(name, decision.code, decision.reason)


def _not_in_service(seen: Seen, state: EndpointState | None) -> Outcome:
    if state is None:
        return kept(seen.name, Kept.GONE, "there is no endpoint of that name any more")
    return kept(seen.name, Kept.NOT_IN_SERVICE, f"its status is {state.status}")


def _immovable(seen: Seen, near: Near) -> Outcome | None:
    moving = [name for name, one in near.components.items() if one.status != IN_SERVICE]
    if moving:
        return kept(seen.name, Kept.NOT_IN_SERVICE, f"its component {moving[0]} is not in service")
    if not near.units:
        return kept(seen.name, Kept.NOTHING_TO_STOP, "nothing on it runs on instances of its own")
    return None
