"""The platform: builds the themes that are on, in dependency order, and wires them. Off means not built at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pulumi

from components.base import PlatformComponent
from components.capacity import Capacity, CapacityArgs
from components.cost_control import CostControl, CostControlArgs
from components.delivery import Delivery, DeliveryArgs
from components.delivery.trust_policy import regions_of
from components.foundation import Account, Foundation, FoundationArgs, current_account
from components.function_host import function_host
from components.inference import Inference, InferenceArgs, ModelFile
from components.platform_plans import Plans, planned
from components.platform_wiring import (
    callers,
    foundation_outputs,
    inference_units,
    moved,
    standby_callers,
    switch_targets,
)
from components.prediction_api import PredictionApi, PredictionApiArgs
from components.resilience import Resilience, ResilienceArgs
from components.resilience.keys import for_replicas
from components.scaling import STOP_MOVES
from components.settings import NAMESPACE, Settings
from components.settings.resilience_plan import standby_foundation, standby_inference
from components.signing_key import SigningKey, SigningKeyArgs
from components.switching import Switching, SwitchingArgs, SwitchTargets
from components.training import Training, TrainingArgs


class Platform(PlatformComponent):
    """Everything of one stack. With every theme off it has no children.

    Args:
        name: Logical name; the first part of every other name.
        settings: The stack's settings.
        root: Folder of the project: code, layers and the model archive are found from here.
        today: The day from which on schedules are proved for a year; what is deployed does not depend on it.
    """

    def __init__(
        self, name: str, settings: Settings, root: Path, today: date, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, {"environment": settings.environment}, opts)
        self.outputs: dict[str, Any] = {}
        if settings.any_theme_enabled:
            account = current_account(self)
            # Everything that can be refused is refused before the first resource is registered.
            plans = planned(settings, account, root, today)
            foundation = self._foundation(settings, root, account) if settings.needs_foundation else None
            inference = self._inference(settings, foundation, plans.model)
            api = None if foundation is None else self._models(settings, foundation)
            capacity = self._capacity(settings, account, plans, inference)
            if settings.switching.enabled and foundation is not None:
                targets = switch_targets(settings, inference, api, capacity)
                self._switching(settings, foundation, targets, today)
            self._resilience(settings, plans, foundation, inference)
            self._delivery(settings, plans, account)
            if settings.cost.enabled:
                scaling = [theme for theme in (inference, capacity) if theme is not None]
                self._cost_control(settings, account, plans, foundation, inference, scaling)
        self.finish()

    def _foundation(self, settings: Settings, root: Path, account: Account) -> Foundation:
        args = FoundationArgs(
            settings=settings.foundation,
            account=account,
            environment=settings.environment,
            project=NAMESPACE,
            root=root,
            runs_models=settings.runs_models,
            callers=callers(settings),
            grants=for_replicas(account) if settings.resilience.enabled else (),
        )
        foundation = Foundation(self.child_name("base"), args, opts=self.child())
        self.outputs.update(foundation_outputs(foundation))
        return foundation

    def _inference(
        self, settings: Settings, foundation: Foundation | None, model: ModelFile | None
    ) -> Inference | None:
        if model is None or foundation is None:
            return None
        args = InferenceArgs(settings=settings.inference, foundation=foundation, model=model, moved=moved(settings))
        inference = Inference(self.child_name("inference"), args, opts=self.child())
        self.outputs.update(inference.outputs())
        return inference

    def _models(self, settings: Settings, foundation: Foundation) -> PredictionApi | None:
        """The themes of models: the API first, for training hands new versions to it and watches its alarms."""
        key = self._signing_key(settings, foundation)
        api = self._prediction_api(settings, foundation, key)
        if settings.training.enabled:
            args = TrainingArgs(
                settings=settings.training,
                foundation=foundation,
                project=NAMESPACE,
                tags=settings.tags(),
                signing_key_arn=key,
                http_alarm_names=None if api is None else api.candidate_alarm_names,
            )
            self.outputs.update(Training(self.child_name("training"), args, opts=self.child()).outputs())
        return api

    def _signing_key(self, settings: Settings, foundation: Foundation) -> pulumi.Output[str] | None:
        if not settings.signs_packages:
            return None
        base = foundation.args
        args = SigningKeyArgs(
            account=base.account, alias=f"{base.scope}-packages", protect=settings.foundation.protect_data
        )
        key = SigningKey(self.child_name("packages"), args, opts=self.child())
        self.outputs["signingKeyArn"] = key.arn
        return key.arn

    def _prediction_api(
        self, settings: Settings, foundation: Foundation, signing_key_arn: pulumi.Output[str] | None
    ) -> PredictionApi | None:
        if not settings.prediction_api.enabled:
            return None
        args = PredictionApiArgs(
            settings=settings.prediction_api,
            foundation=foundation,
            model=settings.prediction_api.model or settings.training.model,
            signing_key_arn=signing_key_arn,
        )
        api = PredictionApi(self.child_name("predictions"), args, opts=self.child())
        self.outputs.update(api.outputs())
        return api

    def _capacity(
        self,
        settings: Settings,
        account: Account,
        plans: Plans,
        inference: Inference | None,
    ) -> Capacity | None:
        if not settings.capacity.enabled:
            return None
        args = CapacityArgs(
            settings=settings.capacity,
            plan=plans.capacity,
            account=account,
            project=NAMESPACE,
            environment=settings.environment,
            units=inference_units(inference),
            moved=STOP_MOVES if settings.cost.auto_stop.enabled else (),
            after=[] if inference is None else [inference],
        )
        capacity = Capacity(self.child_name("capacity"), args, opts=self.child())
        self.outputs.update(capacity.outputs())
        return capacity

    def _switching(self, settings: Settings, foundation: Foundation, targets: SwitchTargets, today: date) -> None:
        args = SwitchingArgs(settings=settings.switching, foundation=foundation, targets=targets, today=today)
        self.outputs.update(Switching(self.child_name("switching"), args, opts=self.child()).outputs())

    def _resilience(
        self, settings: Settings, plans: Plans, foundation: Foundation | None, inference: Inference | None
    ) -> None:
        """The second Region.

        Raises:
            ValueError: What it stands on is missing: the settings' own check says so before this can happen.
        """
        if plans.regions is None:
            return
        if plans.canary is None or plans.model is None or foundation is None or inference is None:
            raise ValueError("resilience is on without foundation, inference, model or canary; accepted: with all four")
        args = ResilienceArgs(
            settings=settings.resilience,
            plan=plans.regions,
            canary=plans.canary,
            foundation=foundation,
            inference=inference,
            standby_foundation=standby_foundation(settings),
            standby_inference=standby_inference(settings) if settings.resilience.runs_there else None,
            standby_callers=standby_callers(settings),
            model=plans.model,
        )
        self.outputs.update(Resilience(self.child_name("dr"), args, opts=self.child()).outputs())

    def _delivery(self, settings: Settings, plans: Plans, account: Account) -> None:
        if plans.delivery is None:
            return
        args = DeliveryArgs(
            settings=settings.delivery,
            pipeline=plans.delivery,
            account=account,
            regions=regions_of(settings.delivery, account, settings.resilience.secondary_region),
            scope=f"{NAMESPACE}-{settings.environment}",
        )
        self.outputs.update(Delivery(self.child_name("delivery"), args, opts=self.child()).outputs())

    def _cost_control(
        self,
        settings: Settings,
        account: Account,
        plans: Plans,
        foundation: Foundation | None,
        inference: Inference | None,
        after: Sequence[pulumi.Resource],
    ) -> None:
        args = CostControlArgs(
            settings=settings.cost,
            account=account,
            project=NAMESPACE,
            environment=settings.environment,
            protect=settings.foundation.protect_data,
            host=None if foundation is None else function_host(foundation),
            plan=plans.schedules,
            targets={} if inference is None else inference.targets,
            after=after,
        )
        self.outputs.update(CostControl(self.child_name("cost"), args, opts=self.child()).outputs())
