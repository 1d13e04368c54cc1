"""What one theme has and another needs, in the shape in which that one asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from components.capacity import Capacity
from components.capacity.units import InferenceUnits
from components.cost_control.auto_stop import callers as auto_stop_callers
from components.foundation import Foundation
from components.foundation.reach import Callers
from components.inference import Inference
from components.inference.packages import callers as inference_callers
from components.inference.realtime import VARIANT
from components.prediction_api import PredictionApi
from components.prediction_api.packages import callers as api_callers
from components.resilience.packages import callers as resilience_callers
from components.scaling import SCHEDULE_MOVES, STOP_MOVES
from components.settings import Settings
from components.settings.resilience_plan import standby_inference
from components.switching import FunctionTarget, ProfileTarget, ProvisionedTarget, SwitchTargets, endpoint_targets
from components.switching.packages import callers as switching_callers
from components.training.packages import callers as training_callers
from domain.routing import InferencePath

STOPPED: Final = ("realtime", "components")
"""Units that auto-stop scales: those on instances."""
UNITS: Final = {
    InferencePath.REALTIME_ENDPOINT: "realtime",
    InferencePath.SERVERLESS_INFERENCE: "serverless",
    InferencePath.INFERENCE_COMPONENTS: "components",
}
"""Names of what scales, by the path that it serves."""


def callers(settings: Settings) -> Sequence[Callers]:
    """The functions that run in the stack's network, by theme: which endpoints it has follows from them."""
    training, api, auto_stop = settings.training, settings.prediction_api, settings.cost.auto_stop
    found = (
        inference_callers(settings.inference) if settings.inference.enabled else None,
        training_callers(training, has_api=api.enabled) if training.enabled else None,
        api_callers(api, signed=settings.signs_packages) if api.enabled else None,
        switching_callers(settings.switching) if settings.switching.enabled else None,
        auto_stop_callers(auto_stop) if auto_stop.enabled else None,
        resilience_callers() if settings.resilience.enabled else None,
    )
    return [theme for theme in found if theme is not None]


def standby_callers(settings: Settings) -> Sequence[Callers]:
    """The functions that run in the secondary's network."""
    return [inference_callers(standby_inference(settings)), resilience_callers()]


def moved(settings: Settings) -> Mapping[str, Sequence[str]]:
    """What schedules and auto-stop move of the units' scalable targets after the deployment, by unit.

    The next deployment leaves that alone and nothing else: a setting that nothing moves has its effect.
    """
    scheduled = (*settings.cost.schedules.units(), *settings.capacity.scheduled_units())
    found = {unit: set(SCHEDULE_MOVES) for unit in scheduled}
    for unit in STOPPED if settings.cost.auto_stop.enabled else ():
        found.setdefault(unit, set()).update(STOP_MOVES)
    return {unit: sorted(properties) for unit, properties in found.items()}


def inference_units(inference: Inference | None) -> InferenceUnits:
    """What inference scales, for the policies of the capacity theme."""
    if inference is None:
        return InferenceUnits()
    return InferenceUnits(
        targets=inference.targets,
        endpoint_names={UNITS[path]: endpoint.name for path, endpoint in inference.endpoints.items()},
        component_name=inference.component_name,
        variant=VARIANT,
    )


def switch_targets(
    settings: Settings, inference: Inference | None, api: PredictionApi | None, capacity: Capacity | None
) -> SwitchTargets:
    """What can answer a request, for the switch."""
    bedrock = settings.capacity.bedrock
    return SwitchTargets(
        endpoints={} if inference is None else endpoint_targets(settings.inference, inference.endpoints),
        function=None
        if api is None
        else FunctionTarget(
            alias_arn=api.front.alias_arn,
            memory_mb=settings.prediction_api.function.memory_mb,
            reserved_concurrency=settings.prediction_api.function.reserved_concurrency,
        ),
        profiles={}
        if capacity is None
        else {
            one.name: ProfileTarget(arn=capacity.inference_profile_arns[one.name], source=one.source)
            for one in bedrock.profiles
        },
        provisioned={}
        if capacity is None
        else {
            one.settings.name: ProvisionedTarget(
                arn=capacity.provisioned_model_arns[one.settings.name], hourly_usd=one.cost.hourly_usd * one.cost.units
            )
            for one in capacity.args.plan.throughput
        },
    )


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
