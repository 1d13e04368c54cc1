"""Cleans up after a run: its job, its half-registered package, its deployment, and last its claim."""

from dataclasses import dataclass
from typing import Any

from domain.rollouts.record import ENDED
from domain.training.claims import ClaimState
from lambdas.clean_up_training.request import Failed, Run
from lambdas.clients.deployment_store import DeploymentStore, Held
from lambdas.clients.package_removal import PackageRemoval
from lambdas.clients.registered_versions import RegisteredVersions
from lambdas.clients.training_claims import TrainingClaims
from lambdas.clients.training_stops import TrainingStops
from lambdas.deployments.handles import parse_handle
from lambdas.deployments.work import Work
from lambdas.errors import DeploymentUnsettledError


@dataclass(frozen=True)
class Cleaning:
    """The clients that clean up, and the model that is trained."""

    model: str
    claims: TrainingClaims
    jobs: TrainingStops
    registry: RegisteredVersions
    packages: PackageRemoval
    store: DeploymentStore
    work: Work

    def __call__(self, failed: Failed) -> dict[str, Any]:
        """Take back what is half made; the claim is let go of last, so nobody trains into what is still being removed.

        Raises:
            DeploymentUnsettledError: SageMaker is still at the endpoint; the same call again goes on.
        """
        run = failed.run if failed.run is not None and self._is_ours(failed.run) else None
        reply: dict[str, Any] = {"stopped_jobs": [], "package_removed": False, "claim_released": False}
        if run is not None:
            reply["stopped_jobs"] = self.jobs.stop(f"-{run.run_id}-a{run.attempt}-r")
            reply["package_removed"] = self._unregistered(run)
        reply["deployment"] = self._deployment(failed)
        if run is not None:
            reply["claim_released"] = self.claims.release(run.run_id, run.attempt)
        return reply

    def _is_ours(self, run: Run) -> bool:
        """Whether the run is not complete, and no later attempt holds it: what that one makes is not ours to remove."""
        seen = self.claims.read(run.run_id)
        return seen is None or (seen.claim.attempt == run.attempt and seen.claim.state is not ClaimState.DONE)

    def _unregistered(self, run: Run) -> bool:
        """Remove a package that the registry does not know; one that serves was registered, or is a person's choice."""
        if self.registry.has(self.model, run.version) or self._serves(run.version):
            return False
        self.packages.remove(self.model, run.version)
        return True

    def _serves(self, version: str) -> bool:
        release, current = self.store.release(self.model), self.store.current(self.model)
        tried = None if release.candidate is None else release.candidate.version
        served = [one.version for one in (current.live, current.previous, *current.retired) if one is not None]
        return version in (release.live, release.previous, tried, *served)

    def _deployment(self, failed: Failed) -> str | None:
        """Take the deployment back; its end, or None when there is none."""
        held = self._find(failed)
        if held is None:
            return None
        if held.deployment.phase not in ENDED:
            held = self.work.condemned(held, f"step {failed.step} failed: {failed.error}")
            held = self.work.forward(held)
        phase = held.deployment.phase
        if phase not in ENDED:
            raise DeploymentUnsettledError(
                f"deployment {held.deployment.deployment_id} is {phase}: {held.deployment.reason}; "
                "SageMaker is still at the endpoint: try again later"
            )
        return phase.value

    def _find(self, failed: Failed) -> Held | None:
        """The deployment that this execution began: by its name, or by what is at work for its package."""
        if failed.deployment:
            return self.store.find(*parse_handle(failed.deployment))
        pending = self.store.current(self.model).pending
        held = self.store.find(self.model, pending) if pending else None
        if held is None:
            return None
        source = held.deployment.source
        package = bool(failed.package_arn) and source.package_arn == failed.package_arn
        version = failed.run is not None and source.version == failed.run.version
        return held if package or version else None
