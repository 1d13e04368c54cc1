"""The training plan that the settings mean: checked by the code that the functions read it with."""

from __future__ import annotations

import json
import math
from typing import Any, Final

from components.settings.training import DeploymentSettings, RolloutSettings, TrainingSettings
from components.settings.training_plan import ColumnSettings
from domain.rollouts.wanted import NoData, Rollout, RolloutKind
from domain.training.plan import TrainingPlan, parse_plan

MOST_LOOKS: Final = 1800
"""More would fill the history of the execution, which ends as failed at 25,000 events; a look has 11.
https://docs.aws.amazon.com/step-functions/latest/dg/bp-history-limit.html"""

ROLLBACK_MINUTES: Final = 60
"""What a deployment may take to be taken back, after its time is over."""

_TRUTH: Final = {"true": True, "false": False}


def training_plan(settings: TrainingSettings) -> TrainingPlan:
    """The plan.

    Raises:
        ValueError: Its parts do not fit together; the message names the place.
    """
    plan = settings.plan.model_dump(exclude_none=True)
    plan["columns"] = [_column(column) for column in settings.plan.columns]
    training = {"framework": settings.job.framework, "hyperparameters": dict(settings.job.hyperparameters)}
    return parse_plan(json.dumps({**plan, "model": settings.model, "training": training}))


def _column(column: ColumnSettings) -> dict[str, Any]:
    """Settings have texts alone for what is allowed; in a plan they are of the column's type."""
    found = column.model_dump(exclude_none=True)
    if column.allowed is not None:
        found["allowed"] = [_allowed(column, text) for text in column.allowed]
    return found


def _allowed(column: ColumnSettings, text: str) -> Any:
    if column.type == "integer":
        return int(text)
    return _TRUTH.get(text, text) if column.type == "boolean" else text


def rollout(settings: RolloutSettings) -> Rollout:
    """The rollout that settings mean.

    Raises:
        ValueError: Its figures do not fit together.
    """
    return Rollout(
        kind=RolloutKind(settings.kind),
        percent=settings.percent,
        step_minutes=settings.step_minutes,
        keep_minutes=settings.keep_minutes,
        timeout_minutes=settings.timeout_minutes,
        no_data=NoData(settings.no_data),
    )


def deploys_http(settings: TrainingSettings, *, has_api: bool) -> bool:
    """Whether an approved model goes to the HTTP API."""
    return has_api and settings.deployment.http != "off"


def deploys(settings: TrainingSettings, *, has_api: bool) -> bool:
    """Whether an approved model is deployed anywhere."""
    return settings.deployment.endpoint.kind != "none" or deploys_http(settings, has_api=has_api)


def looks(deployment: DeploymentSettings) -> int:
    """How often a deployment is looked at, at most: to the end of its time, and while it is taken back."""
    minutes = max(deployment.endpoint.rollout.timeout_minutes, deployment.http_rollout.timeout_minutes)
    return math.ceil((minutes + ROLLBACK_MINUTES) * 60 / deployment.watch_seconds)
