"""Works on one deployment: step after step, until something else must change first."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from botocore.exceptions import ClientError

from domain.models.release import ReleaseError
from domain.rollouts.facts import Facts
from domain.rollouts.record import ENDED, Deployment, Phase
from domain.rollouts.steps import RESTING, Action, Step, after, next_step
from domain.rollouts.trouble import endpoint_ready
from lambdas.clients.deployment_store import Held
from lambdas.clients.endpoint_rollouts import is_refusal
from lambdas.deployments.acting import Acting

MOST_STEPS: Final = 24
"""A deployment has about ten steps between two waits."""
IN_PROGRESS: Final = "in-progress"


class Work:
    """Looks, decides, acts and records."""

    def __init__(self, acting: Acting, clock: Callable[[], datetime]) -> None:
        """Act with ``acting``; ``clock`` gives the time with its offset."""
        self._acting = acting
        self._clock = clock

    def forward(self, held: Held) -> Held:
        """Do what can be done now, and return the record as it was left."""
        for _ in range(MOST_STEPS):
            facts = self._acting.facts(held.deployment)
            step = next_step(held.deployment, facts, self._clock())
            if step.action not in RESTING:
                step = self._carried_out(held.deployment, step, facts)
            held = self._acting.store.save(held, after(held.deployment, step, self._clock()))
            if step.action in RESTING:
                break
        return held

    def condemned(self, held: Held, reason: str) -> Held:
        """Take a deployment back that has not ended, for a reason of the caller's."""
        deployment = held.deployment
        if deployment.phase is not Phase.FORWARD:
            return held
        step = Step(Action.CONDEMN, reason)
        return self._acting.store.save(held, after(deployment, step, self._clock()))

    def _carried_out(self, deployment: Deployment, step: Step, facts: Facts) -> Step:
        """The step that was done: what SageMaker refuses condemns the deployment, or is waited out on the way back."""
        try:
            self._acting.perform(deployment, step, facts)
        except (ClientError, ReleaseError) as error:
            if isinstance(error, ClientError) and not is_refusal(error):
                raise
            refused = Step(Action.WAIT, f"{step.action} was refused: {' '.join(str(error).split())}")
            return refused if deployment.phase is not Phase.FORWARD else self._after_refusal(deployment, refused)
        return step

    def _after_refusal(self, deployment: Deployment, refused: Step) -> Step:
        """What has changed since the step was decided, if that is why it was refused; else the end of the way on."""
        again = next_step(deployment, self._acting.facts(deployment), self._clock())
        changed = again.action in (Action.WAIT, Action.CONDEMN)
        return again if changed else Step(Action.CONDEMN, refused.reason)

    def reply(self, deployment: Deployment) -> dict[str, Any]:
        """What the state machine gets."""
        ended = deployment.phase in ENDED
        facts = None if ended else self._acting.facts(deployment)
        return {
            "status": deployment.phase.value if ended else IN_PROGRESS,
            "reason": deployment.reason,
            "targets": [*_endpoint(deployment, facts), *_http(deployment, facts)],
        }


def _endpoint(deployment: Deployment, facts: Facts | None) -> list[dict[str, Any]]:
    target = deployment.targets.endpoint
    if target is None:
        return []
    if facts is None:
        return [{"target": "endpoint", "name": target.name, "status": deployment.phase.value}]
    status = "missing" if facts.endpoint is None else facts.endpoint.status
    done = endpoint_ready(deployment, facts)
    return [{"target": "endpoint", "name": target.name, "status": "in-service" if done else status}]


def _http(deployment: Deployment, facts: Facts | None) -> list[dict[str, Any]]:
    if deployment.targets.http is None:
        return []
    share = 0.0 if deployment.step < 0 else deployment.targets.http.rollout.shares[deployment.step]
    if facts is None:
        share = float(deployment.phase is Phase.DONE)
    status = IN_PROGRESS if facts is not None else deployment.phase.value
    return [{"target": "http", "name": deployment.source.model, "status": status, "share": share}]
