"""Carries the steps of a deployment out. Each is safe to repeat: a crash may come between a change and its record."""

from dataclasses import dataclass

from botocore.exceptions import ClientError

from domain.models.release import Release
from domain.rollouts.current import Served
from domain.rollouts.endpoint_plan import Fleet, plan_rollout
from domain.rollouts.facts import EndpointFacts, Facts
from domain.rollouts.record import Deployment, Phase
from domain.rollouts.steps import Action, Step, promoted, restored, tried
from domain.rollouts.trouble import alarms_of
from lambdas.clients.alarm_states import AlarmStates
from lambdas.clients.deployment_store import DeploymentStore
from lambdas.clients.endpoint_rollouts import EndpointRollouts, is_refusal
from lambdas.deployments.requests import configuration_request, model_request
from lambdas.deployments.settings import Place
from lambdas.telemetry import log


@dataclass(frozen=True)
class Acting:
    """The clients that act, and what resources get."""

    store: DeploymentStore
    endpoints: EndpointRollouts
    alarms: AlarmStates
    place: Place

    def facts(self, deployment: Deployment) -> Facts:
        """Ask how things stand."""
        target, model = deployment.targets.endpoint, deployment.source.model
        served = self.store.current(model).live
        return Facts(
            endpoint=None if target is None else self.endpoints.describe(target.name),
            release=Release() if deployment.targets.http is None else self.store.release(model),
            # The way back depends on no alarm, so it is open when they cannot be asked.
            alarms=self.alarms.of(alarms_of(deployment)) if deployment.phase is Phase.FORWARD else {},
            settled=served is not None and served.deployment_id == deployment.deployment_id,
        )

    def perform(self, deployment: Deployment, step: Step, facts: Facts) -> None:
        """Make the change of a step; a step that only changes the record makes none."""
        log().info(
            "deployment step",
            extra={"deployment": deployment.deployment_id, "action": step.action, "why": step.reason},
        )
        model = deployment.source.model
        if step.action is Action.SET_WEIGHT:
            self.store.change_release(model, lambda there: tried(deployment, there, step.index))
        elif step.action is Action.PROMOTE and deployment.targets.http is not None:
            self.store.change_release(model, lambda there: promoted(deployment, there))
        elif step.action is Action.RESTORE_RELEASE:
            self.store.change_release(model, lambda there: restored(deployment, there))
        elif step.action is Action.SETTLE:
            self.store.change_current(model, lambda there: there.settled(deployment.served, deployment.found))
        elif step.action is Action.FINISH:
            self._sweep(deployment)
        elif step.action is Action.CLOSE:
            self.store.change_current(model, lambda there: there.released(deployment.deployment_id, deployment.left))
        else:
            self._on_endpoint(deployment, step.action, facts.endpoint)

    def _on_endpoint(self, deployment: Deployment, action: Action, there: EndpointFacts | None) -> None:
        target, name = deployment.targets.endpoint, deployment.resource_name
        if target is None:
            return
        if action is Action.MAKE_PARTS:
            self.endpoints.make_parts(
                model_request(deployment, target, self.place), configuration_request(deployment, target, self.place)
            )
        elif action is Action.SHIFT_ENDPOINT:
            self._shift(deployment, there)
        elif action is Action.REVERT_ENDPOINT:
            self.endpoints.update(target.name, deployment.before.config, None)
        elif action is Action.DELETE_ENDPOINT:
            self.endpoints.delete(target.name)
        elif action is Action.REMOVE_PARTS:
            self.endpoints.delete_parts(name, name)

    def _shift(self, deployment: Deployment, there: EndpointFacts | None) -> None:
        target, name = deployment.targets.endpoint, deployment.resource_name
        if target is None or (there is not None and name in (there.config, there.pending)):
            return  # a step that was cut short had done it
        if there is None:
            self.endpoints.create(target.name, name, self.place.tag_list)
            return
        plan = plan_rollout(Fleet.of(target), target.rollout, target.alarms)
        log().info("rollout of the endpoint", extra={"endpoint": target.name, "plan": plan.reason})
        try:
            self.endpoints.update(target.name, name, plan.deployment_config)
        except ClientError as error:
            if not is_refusal(error):
                raise
            now = self.endpoints.describe(target.name)
            if now is None or name not in (now.config, now.pending):
                raise  # else another call of the same deployment was first

    def _sweep(self, deployment: Deployment) -> None:
        """Delete what neither serves nor is kept, then forget it; what cannot go now is the next deployment's to try.

        Only of this deployment's endpoint, and nothing that it serves with: of another endpoint, which an earlier
        stack had, nobody here knows what it serves, and SageMaker lets the configuration of a live one be deleted.
        https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteEndpointConfig.html
        """
        target, model = deployment.targets.endpoint, deployment.source.model
        if target is None:
            return
        there = self.endpoints.describe(target.name)
        used = set() if there is None else {there.config, there.pending}
        swept = [
            one
            for one in self.store.current(model).retired
            if one.endpoint == target.name and one.config not in used and self._removed(one)
        ]
        if swept:
            self.store.change_current(model, lambda now: now.without(swept))

    def _removed(self, one: Served) -> bool:
        """Whether nothing is left of what a deployment made; what is not ours is left to whoever made it."""
        if not one.model_name:
            return True
        try:
            self.endpoints.delete_parts(one.config, one.model_name)
        except ClientError as error:
            if not is_refusal(error):
                raise
            log().warning("an old configuration stays", extra={"configuration": one.config, "why": str(error)})
            return False
        return True
