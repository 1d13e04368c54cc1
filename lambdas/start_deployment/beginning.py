"""Begins a deployment, or finds the one that a call before this one began."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from domain.rollouts.current import Current, CurrentError
from domain.rollouts.record import ENDED, Before, Deployment, Phase, Source, new_id
from domain.rollouts.targets import Targets
from domain.rollouts.trouble import deadline, endpoint_ready
from lambdas.clients.deployment_store import Held
from lambdas.deployments.acting import Acting
from lambdas.deployments.work import Work
from lambdas.errors import DeploymentInProgressError

TRIES: Final = 4


@dataclass(frozen=True)
class Beginning:
    """Begins deployments.

    Attributes:
        acting: The clients.
        work: Takes a deployment back that nobody looks after any more.
        targets: Where a model goes to.
        clock: The time with its offset.
        salt: Makes ids of two callers differ; the request's id.
    """

    acting: Acting
    work: Work
    targets: Targets
    clock: Callable[[], datetime]
    salt: str

    def begin(self, source: Source) -> Held:
        """Return the deployment of a package: one that is at work or in service already, or a new one.

        Raises:
            DeploymentInProgressError: Another package is being deployed.
        """
        store, model = self.acting.store, source.model
        for attempt in range(TRIES):
            current = store.current(model)
            if current.pending:
                held = self._at_work(source, current.pending)
                if held is not None:
                    return held
                continue
            in_service = self._in_service(source, current)
            if in_service is not None:
                return in_service
            held = store.begin(self._new(source, current, attempt))
            if self._claims(held.deployment, current):
                return held
            lost = replace(held.deployment, phase=Phase.ROLLED_BACK, reason="another deployment began first")
            store.save(held, lost)
        raise DeploymentInProgressError(
            f"other deployments of {model!r} began at the same time, {TRIES} times in a row: try again later"
        )

    def _at_work(self, source: Source, deployment_id: str) -> Held | None:
        """The deployment that is at work if it is this package's; None once it is out of the way."""
        store, model = self.acting.store, source.model
        held = store.find(model, deployment_id)
        ended = held is None or held.deployment.phase in ENDED
        if held is not None and not ended:
            one = held.deployment
            if one.source.package_arn == source.package_arn and one.phase is not Phase.TAKING_BACK:
                return held
            if self.clock() >= deadline(one):
                held = self.work.condemned(held, "nobody looked after it until its time was over")
            if held.deployment.phase is not Phase.FORWARD:
                held = self.work.forward(held)
            ended = held.deployment.phase in ENDED
        if not ended:
            raise DeploymentInProgressError(
                f"deployment {deployment_id} of {model!r} is at work: wait for its end, or take it back with "
                f"`python -m advisor model rollback {model}`; then start the pipeline with "
                f'{{"deploy": {{"model_package_arn": "{source.package_arn}"}}}}'
            )
        store.change_current(model, lambda there: there.released(deployment_id))
        return None

    def _in_service(self, source: Source, current: Current) -> Held | None:
        """The deployment that put this very package in service in this very way."""
        if current.live is None or not current.live.deployment_id:
            return None
        held = self.acting.store.find(source.model, current.live.deployment_id)
        if held is None or (held.deployment.source, held.deployment.targets) != (source, self.targets):
            return None
        facts = self.acting.facts(held.deployment)
        served = self.targets.http is None or facts.release.live == source.version
        return held if served and endpoint_ready(held.deployment, facts) else None

    def _new(self, source: Source, current: Current, attempt: int) -> Deployment:
        target, model = self.targets.endpoint, source.model
        there = None if target is None else self.acting.endpoints.describe(target.name)
        release = self.acting.store.release(model)
        now = self.clock()
        return Deployment(
            deployment_id=new_id(source.package_arn, now, f"{self.salt}{attempt}"),
            source=source,
            targets=self.targets,
            before=Before("" if there is None else there.config, release.live, release.previous, current.live),
            started_at=now,
            reason="begun",
        )

    def _claims(self, one: Deployment, seen: Current) -> bool:
        """Whether the deployment is at work now; not if anything changed since it was noted how things stood."""

        def claim(there: Current) -> Current:
            if there not in (seen, seen.claimed(one.deployment_id)):
                raise CurrentError("what is in service changed meanwhile")
            return there.claimed(one.deployment_id)

        try:
            self.acting.store.change_current(one.source.model, claim)
        except CurrentError:
            return False
        return True
