"""A world in which a deployment works: an endpoint, a release and alarms, with a clock that only the test moves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from domain.models.release import Release
from domain.rollouts.facts import AlarmState, EndpointFacts, Facts
from domain.rollouts.record import Before, Deployment, Phase, Source
from domain.rollouts.steps import RESTING, Action, Step, after, next_step, promoted, restored, tried
from domain.rollouts.targets import EndpointKind, EndpointTarget, HttpTarget, Targets
from domain.rollouts.wanted import Rollout

START = datetime(2026, 11, 26, 5, tzinfo=UTC)
SOURCE = Source("digits", "v2", "arn:package/2", "image", "s3://bucket/models/digits/v2/model.tar.gz")
OLD = "digits-v1-old"


@dataclass
class World:
    """What a deployment changes, and what happens to it.

    Attributes:
        endpoint: The endpoint; None when it is not there.
        release: What the HTTP API serves.
        shift_minutes: How long the endpoint is Updating; None for ever.
        healthy: Whether SageMaker keeps the new configuration.
        rings_after: Minutes of a candidate's life after which the alarm rings; None never.
        silent: Whether the alarm never has data.
    """

    endpoint: EndpointFacts | None = None
    release: Release = field(default_factory=Release)
    shift_minutes: float | None = 10.0
    healthy: bool = True
    rings_after: float | None = None
    silent: bool = False
    now: datetime = START
    settled: bool = False
    parts: set[str] = field(default_factory=set)
    weights: list[float] = field(default_factory=list)
    served: list[str | None] = field(default_factory=list)
    done: list[Action] = field(default_factory=list)
    _until: datetime | None = None
    _tried_since: datetime | None = None

    def facts(self, alarms: tuple[str, ...]) -> Facts:
        self._pass_time()
        state = AlarmState.INSUFFICIENT_DATA if self.silent else AlarmState.OK
        tried = self._tried_since
        if self.rings_after is not None and tried and self.now >= tried + timedelta(minutes=self.rings_after):
            state = AlarmState.ALARM
        return Facts(self.endpoint, self.release, dict.fromkeys(alarms, state), self.settled)

    def perform(self, deployment: Deployment, step: Step) -> None:
        ours = deployment.resource_name
        self.done.append(step.action)
        if step.action is Action.MAKE_PARTS:
            self.parts.add(ours)
        elif step.action is Action.SHIFT_ENDPOINT:
            self._shift(ours)
        elif step.action is Action.REVERT_ENDPOINT:
            self._shift(deployment.before.config)
        elif step.action is Action.DELETE_ENDPOINT:
            assert self.endpoint is not None
            assert not deployment.before.config, "an endpoint that was there before is never deleted"
            self.endpoint = None
        elif step.action is Action.REMOVE_PARTS:
            assert self.endpoint is None or ours not in (self.endpoint.config, self.endpoint.pending)
            self.parts.discard(ours)
        elif step.action is Action.SET_WEIGHT:
            self.release = tried(deployment, self.release, step.index)
            assert self.release.candidate is not None
            self.weights.append(self.release.candidate.weight)
            self._tried_since = self._tried_since or self.now
        elif step.action is Action.PROMOTE and deployment.targets.http is not None:
            self.release = promoted(deployment, self.release)
        elif step.action is Action.RESTORE_RELEASE:
            self.release = restored(deployment, self.release)
        elif step.action is Action.SETTLE:
            self.settled = True
        self.served.append(self.release.live)

    def _shift(self, config: str) -> None:
        there = self.endpoint
        if there is not None and config in (there.config, there.pending):
            return  # a step that was cut short had done it
        assert there is None or not there.busy, "SageMaker refuses to change an endpoint that is changing"
        self.endpoint = (
            EndpointFacts("Creating", config) if there is None else EndpointFacts("Updating", there.config, config)
        )
        self._until = None if self.shift_minutes is None else self.now + timedelta(minutes=self.shift_minutes)

    def _pass_time(self) -> None:
        there = self.endpoint
        if there is None or self._until is None or self.now < self._until:
            return
        self._until = None
        wanted = there.pending or there.config
        good = self.healthy or wanted == OLD
        if there.status == "Creating":
            self.endpoint = EndpointFacts("InService" if good else "Failed", there.config, "", "" if good else "ping")
        else:
            self.endpoint = EndpointFacts("InService", wanted if good else there.config)


def deployment(targets: Targets, world: World) -> Deployment:
    """A deployment that begins in a world."""
    config = "" if world.endpoint is None else world.endpoint.config
    before = Before(config, world.release.live, world.release.previous)
    return Deployment("0123456789ab", SOURCE, targets, before, START)


def endpoint_target(rollout: Rollout | None = None, alarms: tuple[str, ...] = ("errors",)) -> EndpointTarget:
    return EndpointTarget("digits", EndpointKind.SERVERLESS, rollout=rollout or Rollout(), alarms=alarms)


def http_target(rollout: Rollout | None = None, alarms: tuple[str, ...] = ("errors",)) -> HttpTarget:
    return HttpTarget(rollout or Rollout(), alarms)


def run(one: Deployment, world: World, crashes: list[bool] | None = None, every_minutes: float = 1.0) -> Deployment:
    """Work on a deployment until it ends; `crashes` says after which changes the record is not written."""
    lost = iter(crashes or ())
    alarms = tuple(
        name for part in (one.targets.endpoint, one.targets.http) if part is not None for name in part.alarms
    )
    for _ in range(5_000):
        if one.phase in (Phase.DONE, Phase.ROLLED_BACK):
            return one
        step = next_step(one, world.facts(alarms), world.now)
        if step.action in RESTING:
            world.now += timedelta(minutes=every_minutes)
            one = after(one, step, world.now)
            continue
        world.perform(one, step)
        if not next(lost, False):
            one = after(one, step, world.now)
    raise AssertionError(f"it never ends: {one}")
