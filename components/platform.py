"""The platform: builds the themes that are on, in dependency order, and wires them. Off means not built at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pulumi

from components.base import PlatformComponent
from components.cost_control import CostControl, CostControlArgs
from components.cost_control.auto_stop import callers as auto_stop_callers
from components.foundation import Account, Foundation, FoundationArgs, current_account
from components.foundation.reach import Callers
from components.function_host import function_host
from components.inference import Inference, InferenceArgs, ModelFile, checked_model
from components.inference.packages import callers as inference_callers
from components.prediction_api import PredictionApi, PredictionApiArgs
from components.prediction_api.packages import callers as api_callers
from components.scaling import SCHEDULE_MOVES, STOP_MOVES
from components.settings import NAMESPACE, Settings
from components.settings.schedule_plan import SchedulePlan, plan_schedules
from components.signing_key import SigningKey, SigningKeyArgs
from components.training import Training, TrainingArgs
from components.training.packages import callers as training_callers

STOPPED = ("realtime", "components")
"""Units that auto-stop scales: those on instances."""


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
            # Everything that can be refused is refused before the first resource is registered.
            model, plan = model_of(settings, root), plan_of(settings, root, today)
            account = current_account()
            foundation = self._foundation(settings, root, account) if settings.needs_foundation else None
            inference = self._inference(settings, foundation, model)
            if foundation is not None:
                self._models(settings, foundation)
            if settings.cost.enabled:
                self._cost_control(settings, account, plan, foundation, inference)
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

    def _models(self, settings: Settings, foundation: Foundation) -> None:
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

    def _cost_control(
        self,
        settings: Settings,
        account: Account,
        plan: SchedulePlan,
        foundation: Foundation | None,
        inference: Inference | None,
    ) -> None:
        args = CostControlArgs(
            settings=settings.cost,
            account=account,
            project=NAMESPACE,
            environment=settings.environment,
            protect=settings.foundation.protect_data,
            host=None if foundation is None else function_host(foundation),
            plan=plan,
            targets={} if inference is None else inference.targets,
        )
        self.outputs.update(CostControl(self.child_name("cost"), args, opts=self.child()).outputs())


def callers(settings: Settings) -> Sequence[Callers]:
    """The functions that run in the stack's network, by theme: which endpoints it has follows from them."""
    training, api, auto_stop = settings.training, settings.prediction_api, settings.cost.auto_stop
    found = (
        inference_callers(settings.inference) if settings.inference.enabled else None,
        training_callers(training, has_api=api.enabled) if training.enabled else None,
        api_callers(api, signed=settings.signs_packages) if api.enabled else None,
        auto_stop_callers(auto_stop) if auto_stop.enabled else None,
    )
    return [theme for theme in found if theme is not None]


def moved(settings: Settings) -> Mapping[str, Sequence[str]]:
    """What the cost theme moves of the units' scalable targets after the deployment, by unit.

    The next deployment leaves that alone and nothing else: a setting that nothing moves has its effect.
    """
    found = {unit: set(SCHEDULE_MOVES) for unit in settings.cost.schedules.units()}
    for unit in STOPPED if settings.cost.auto_stop.enabled else ():
        found.setdefault(unit, set()).update(STOP_MOVES)
    return {unit: sorted(properties) for unit, properties in found.items()}


def model_of(settings: Settings, root: Path) -> ModelFile | None:
    """The checked model archive when inference is on."""
    archive = settings.inference.model.archive
    return checked_model(root, archive) if settings.inference.enabled and archive is not None else None


def plan_of(settings: Settings, root: Path, today: date) -> SchedulePlan:
    """The schedules of the stack, compiled and proved.

    Raises:
        pulumi.RunError: They cannot be, or the proof found a minute that is wrong.
    """
    try:
        return plan_schedules(settings.cost, root, today)
    except ValueError as error:
        raise pulumi.RunError(str(error)) from error


def foundation_outputs(foundation: Foundation) -> Mapping[str, Any]:
    """Stack outputs of the foundation."""
    found = {
        "runBucket": foundation.run_bucket,
        "inputAccessPointArn": foundation.input_access_point_arn,
        "inputAccessPointAlias": foundation.input_access_point_alias,
        "keyArn": foundation.key_arn,
        "alarmTopicArn": foundation.alarm_topic_arn,
        "networkServices": foundation.needed_services,
    }
    return {name: output for name, output in found.items() if output is not None}
