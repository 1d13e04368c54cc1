"""What condemns a deployment. What is not known is never taken for healthy: at the latest the deadline condemns it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.rollouts.facts import FAILED, IN_SERVICE, AlarmState, Facts
from domain.rollouts.record import Deployment, Stage
from domain.rollouts.targets import HttpTarget


def deadline(deployment: Deployment) -> datetime:
    """From then on a deployment that has not ended is taken back."""
    return deployment.started_at + timedelta(minutes=deployment.targets.timeout_minutes)


def alarms_of(deployment: Deployment) -> tuple[str, ...]:
    """Names of all alarms that can take it back, each once."""
    parts = (deployment.targets.endpoint, deployment.targets.http)
    return tuple(dict.fromkeys(name for part in parts if part is not None for name in part.alarms))


def trouble(deployment: Deployment, facts: Facts, now: datetime) -> str:
    """Why a deployment must be taken back; empty when nothing is wrong."""
    found = _missing(deployment, facts) or _endpoint(deployment, facts) or _release(deployment, facts)
    if found:
        return found
    if begun(deployment):
        ringing = [name for name in alarms_of(deployment) if facts.state(name) is AlarmState.ALARM]
        if ringing:
            return f"alarm {', '.join(ringing)} is in ALARM"
    if now >= deadline(deployment):
        waited = waits_for(deployment, facts)
        return f"it did not end within {deployment.targets.timeout_minutes:g} minutes: {waited}"
    return ""


def begun(deployment: Deployment) -> bool:
    """Whether any call may have met the new version."""
    return deployment.stage in (Stage.SHIFTING, Stage.REMOVED) or deployment.step >= 0


def endpoint_ready(deployment: Deployment, facts: Facts) -> bool:
    """Whether the endpoint serves the new version, or none is asked for."""
    if deployment.targets.endpoint is None:
        return True
    there = facts.endpoint
    return there is not None and there.status == IN_SERVICE and there.config == deployment.resource_name


def unheard(http: HttpTarget, facts: Facts) -> list[str]:
    """Alarms of the HTTP API that say nothing."""
    return [name for name in http.alarms if facts.state(name) is AlarmState.INSUFFICIENT_DATA]


def waits_for(deployment: Deployment, facts: Facts) -> str:
    """What the deployment waits for, for people."""
    return "; ".join(_waits(deployment, facts)) or "nothing is left to wait for"


def _waits(deployment: Deployment, facts: Facts) -> Iterator[str]:
    endpoint, http = deployment.targets.endpoint, deployment.targets.http
    if endpoint is not None and not endpoint_ready(deployment, facts):
        status = "not there" if facts.endpoint is None else facts.endpoint.status
        yield f"endpoint {endpoint.name!r} is {status}"
    if not begun(deployment):
        for name in alarms_of(deployment):
            if facts.state(name) is AlarmState.ALARM:
                yield f"alarm {name} is in ALARM from before"
    if http is not None and deployment.tries_candidate:
        share = http.rollout.shares[deployment.step] if deployment.step >= 0 else 0.0
        yield f"the HTTP API tries version {deployment.source.version!r} with {share:.0%} of the calls"
        if unheard(http, facts):
            yield f"alarm {', '.join(unheard(http, facts))} has no data"


def _missing(deployment: Deployment, facts: Facts) -> str:
    gone = [name for name in alarms_of(deployment) if facts.state(name) is AlarmState.MISSING]
    return f"alarm {', '.join(gone)} does not exist, so nothing would take the version back" if gone else ""


def _endpoint(deployment: Deployment, facts: Facts) -> str:
    target, there = deployment.targets.endpoint, facts.endpoint
    if target is None:
        return ""
    if deployment.stage is not Stage.SHIFTING:
        failed = there is not None and there.status == FAILED
        return f"endpoint {target.name!r} is Failed, and takes no update: delete it first" if failed else ""
    if there is None:
        return f"endpoint {target.name!r} is gone"
    if there.busy or endpoint_ready(deployment, facts):
        return ""
    said = there.failure or "SageMaker gives no reason"
    if there.status == IN_SERVICE:
        return f"SageMaker rolled endpoint {target.name!r} back to {there.config!r}: {said}"
    return f"endpoint {target.name!r} is {there.status}: {said}"


def _release(deployment: Deployment, facts: Facts) -> str:
    """What somebody else did to the release, or is doing."""
    version, release = deployment.source.version, facts.release
    if deployment.targets.http is None or release.live == version:
        return ""
    if release.live != deployment.before.live:
        return f"version {release.live!r} was put in service meanwhile"
    if not deployment.tries_candidate:
        return ""
    tried = release.candidate
    if tried is None:
        return f"candidate {version!r} was taken back by hand" if deployment.step >= 0 else ""
    if (tried.version, tried.owner) != (version, deployment.deployment_id):
        return f"version {tried.version!r} is the candidate already: promote it or take it back first"
    return ""
