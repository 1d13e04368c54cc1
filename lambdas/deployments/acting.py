"""Carries the steps of a deployment out. Each is safe to repeat: a crash may come between a change and its record."""

from dataclasses import dataclass

from domain.models.release import Release
from domain.rollouts.current import Current
from domain.rollouts.endpoint_plan import Fleet, plan_rollout
from domain.rollouts.facts import EndpointFacts, Facts
from domain.rollouts.record import Deployment
from domain.rollouts.steps import Action, Step, promoted, restored, tried
from domain.rollouts.trouble import alarms_of
from lambdas.clients.alarm_states import AlarmStates
from lambdas.clients.deployment_store import DeploymentStore
from lambdas.clients.endpoint_rollouts import EndpointRollouts
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
            alarms=self.alarms.of(alarms_of(deployment)),
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
            self._sweep(model)
        elif step.action is Action.CLOSE:
            self.store.change_current(model, lambda there: there.released(deployment.deployment_id))
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
        self.endpoints.update(target.name, name, plan.deployment_config)

    def _sweep(self, model: str) -> None:
        """Delete what is older than the previous deployment, then forget it."""
        current = self.store.current(model)
        for one in current.retired:
            if one.model_name:  # ours
                self.endpoints.delete_parts(one.config, one.model_name)
        swept = set(current.retired)

        def forget(there: Current) -> Current:
            return there.without(swept)

        self.store.change_current(model, forget)
