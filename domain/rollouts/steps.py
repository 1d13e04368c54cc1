"""The next step of a deployment: a pure function of its record, the facts and the time.

Whoever carries steps out makes the change first and writes `after` it; every change is safe to repeat. So after a crash
between the two the same step is found again, and the deployment ends as it would have.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.models.release import Candidate, Release, ReleaseError
from domain.rollouts.facts import FAILED, AlarmState, EndpointFacts, Facts
from domain.rollouts.record import ENDED, Deployment, Phase, Stage
from domain.rollouts.targets import HttpTarget
from domain.rollouts.trouble import alarms_of, begun, deadline, endpoint_ready, trouble, unheard, waits_for
from domain.rollouts.wanted import NoData


class Action(StrEnum):
    """What a step does."""

    WAIT = "wait"
    MAKE_PARTS = "make-parts"
    SHIFT_ENDPOINT = "shift-endpoint"
    SET_WEIGHT = "set-weight"
    PROMOTE = "promote"
    SETTLE = "settle"
    FINISH = "finish"
    CONDEMN = "condemn"
    RESTORE_RELEASE = "restore-release"
    REVERT_ENDPOINT = "revert-endpoint"
    DELETE_ENDPOINT = "delete-endpoint"
    REMOVE_PARTS = "remove-parts"
    CLOSE = "close"
    STAY = "stay"


RESTING: Final = (Action.WAIT, Action.STAY)
"""Nothing is to be done before something else changes."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        action: What to do.
        reason: Why.
        index: The HTTP API's step that `SET_WEIGHT` begins.
    """

    action: Action
    reason: str
    index: int = -1


def next_step(deployment: Deployment, facts: Facts, now: datetime) -> Step:
    """Decide the next step."""
    if deployment.phase in ENDED:
        return Step(Action.STAY, deployment.reason)
    if deployment.phase is Phase.FINISHING:
        action = Action.FINISH if facts.settled else Action.SETTLE
        return Step(action, f"version {deployment.source.version!r} is in service")
    if deployment.phase is Phase.TAKING_BACK:
        return _backward(deployment, facts, now)
    wrong = trouble(deployment, facts, now)
    return Step(Action.CONDEMN, wrong) if wrong else _forward(deployment, facts, now)


def after(deployment: Deployment, step: Step, now: datetime) -> Deployment:
    """The record once a step was carried out."""
    changed = replace(deployment, reason=step.reason if step.action is not Action.STAY else deployment.reason)
    if step.action is Action.SET_WEIGHT:
        return replace(changed, step=step.index, step_at=now)
    if step.action in _STAGES:
        return replace(changed, stage=_STAGES[step.action])
    if step.action in _PHASES:
        return replace(changed, phase=_PHASES[step.action])
    # While it is taken back, why that is so is worth more than what it waits for.
    return deployment if deployment.phase is Phase.TAKING_BACK else changed


def tried(deployment: Deployment, release: Release, index: int) -> Release:
    """The release with the candidate of a step; its weight never falls, whoever comes late."""
    http, version = deployment.targets.http, deployment.source.version
    if http is None or release.live == version:
        return release
    weight, there = http.rollout.shares[index], release.candidate
    if there is not None and there.owner == deployment.deployment_id:
        weight = max(weight, there.weight)
    return release.with_candidate(Candidate(version, weight, deployment.deployment_id))


def promoted(deployment: Deployment, release: Release) -> Release:
    """The release with the new version in service.

    Raises:
        ReleaseError: Somebody took its candidate back, or tries another version.
    """
    version, there = deployment.source.version, release.candidate
    if release.live == version:
        return release
    if not deployment.tries_candidate:
        return release.released(version)
    if there is None or there.owner != deployment.deployment_id:
        raise ReleaseError(f"{version!r} is not the candidate of deployment {deployment.deployment_id} any more")
    return release.promoted()


def restored(deployment: Deployment, release: Release) -> Release:
    """The release without what the deployment did to it; what others did stays."""
    tried = release.candidate
    if tried is not None and tried.owner == deployment.deployment_id:
        release = release.without_candidate()
    if release.live == deployment.source.version != deployment.before.live:
        return Release(deployment.before.live, deployment.before.previous, None)
    return release


_STAGES = {
    Action.MAKE_PARTS: Stage.MADE,
    Action.SHIFT_ENDPOINT: Stage.SHIFTING,
    Action.REMOVE_PARTS: Stage.REMOVED,
}
_PHASES = {
    Action.PROMOTE: Phase.FINISHING,
    Action.CONDEMN: Phase.TAKING_BACK,
    Action.FINISH: Phase.DONE,
    Action.CLOSE: Phase.ROLLED_BACK,
}


def _forward(deployment: Deployment, facts: Facts, now: datetime) -> Step:
    wait = Step(Action.WAIT, waits_for(deployment, facts))
    if not begun(deployment) and any(facts.state(name) is AlarmState.ALARM for name in alarms_of(deployment)):
        return wait
    step = _endpoint_on(deployment, facts) or _http_on(deployment, facts, now)
    if step is not None:
        return step
    if _watched(deployment, facts, now) and endpoint_ready(deployment, facts):
        return Step(Action.PROMOTE, f"version {deployment.source.version!r} was watched and nothing was wrong")
    return wait


def _endpoint_on(deployment: Deployment, facts: Facts) -> Step | None:
    if deployment.targets.endpoint is None or deployment.stage is Stage.SHIFTING:
        return None
    if deployment.stage is Stage.PLANNED:
        return Step(Action.MAKE_PARTS, f"model and configuration {deployment.resource_name!r}")
    if _free(deployment, facts.endpoint):
        return Step(Action.SHIFT_ENDPOINT, f"version {deployment.source.version!r} goes to the endpoint")
    return Step(Action.WAIT, waits_for(deployment, facts))


def _http_on(deployment: Deployment, facts: Facts, now: datetime) -> Step | None:
    http = deployment.targets.http
    if http is None or not _trying(deployment, facts):
        return None
    if deployment.step < 0:
        return _weight(deployment, http, 0)
    more = deployment.step < len(http.rollout.shares) - 1
    return _weight(deployment, http, deployment.step + 1) if more and _watched(deployment, facts, now) else None


def _trying(deployment: Deployment, facts: Facts) -> bool:
    """Whether the HTTP API tries the version: not the first one, and not once it is live."""
    return deployment.tries_candidate and facts.release.live != deployment.source.version


def _free(deployment: Deployment, there: EndpointFacts | None) -> bool:
    """Whether the endpoint can take the new configuration, or has done so in a step that was cut short."""
    return there is None or not there.busy or deployment.resource_name in (there.pending, there.config)


def _weight(deployment: Deployment, http: HttpTarget, index: int) -> Step:
    share = http.rollout.shares[index]
    reason = f"the HTTP API tries version {deployment.source.version!r} with {share:.0%} of the calls"
    return Step(Action.SET_WEIGHT, reason, index)


def _watched(deployment: Deployment, facts: Facts, now: datetime) -> bool:
    """Whether the HTTP API's present step was long enough and its alarms say so."""
    http = deployment.targets.http
    if http is None or not _trying(deployment, facts):
        return True
    since = deployment.step_at or now
    if now - since < timedelta(minutes=http.rollout.wait_minutes(deployment.step)):
        return False
    return http.rollout.no_data is NoData.ACCEPT or not unheard(http, facts)


def _backward(deployment: Deployment, facts: Facts, now: datetime) -> Step:
    why = deployment.reason
    if restored(deployment, facts.release) != facts.release:
        return Step(Action.RESTORE_RELEASE, why)
    if deployment.targets.endpoint is None:
        return Step(Action.CLOSE, why)
    step = _endpoint_back(deployment, facts.endpoint)
    if step is None:
        return Step(Action.CLOSE if deployment.stage is Stage.REMOVED else Action.REMOVE_PARTS, why)
    if now >= _last_moment(deployment):
        return Step(Action.CLOSE, f"{why}; the endpoint could not be taken back: {step.reason}")
    return step


def _endpoint_back(deployment: Deployment, there: EndpointFacts | None) -> Step | None:
    """What still is to be done to the endpoint; None when it is as it was."""
    ours = deployment.resource_name
    if there is None or ours not in (there.config, there.pending):
        return None
    if there.busy:
        return Step(Action.WAIT, f"the endpoint is {there.status}, and takes no change until that ends")
    if not deployment.before.config:
        return Step(Action.DELETE_ENDPOINT, deployment.reason)
    if there.status == FAILED:
        return Step(Action.WAIT, f"the endpoint is Failed: delete it and make it from {deployment.before.config!r}")
    return Step(Action.REVERT_ENDPOINT, deployment.reason)


def _last_moment(deployment: Deployment) -> datetime:
    """As long again as it had to go forward."""
    return deadline(deployment) + timedelta(minutes=deployment.targets.timeout_minutes)
