"""What the steps of the training pipeline have in common: the run they are called with, and the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.training.plan import TrainingPlan, parse_plan
from domain.training.run_id import TrainingRun, parse_run
from lambdas import events
from lambdas.clients.run_store import RunStore
from lambdas.environment import EnvironmentReader
from lambdas.errors import RunCorruptError

VARIABLES = ("PLATFORM_ENVIRONMENT", "RUN_BUCKET", "TRAINING_PLAN_KEY")


@dataclass(frozen=True)
class StepSettings:
    """What the stack decided for every step.

    Attributes:
        environment: ``sandbox``, ``staging`` or ``prod``.
        run_bucket: Where runs lie.
        plan_key: Key of the plan in that bucket.
    """

    environment: str
    run_bucket: str
    plan_key: str

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> StepSettings:
        """Read the variables.

        Raises:
            InvalidEnvironmentError: Names every variable that is missing or not accepted.
        """
        read = EnvironmentReader(environ)
        settings = cls(**step_fields(read))
        read.check()
        return settings


def step_fields(read: EnvironmentReader) -> dict[str, str]:
    """The fields of `StepSettings`, for steps that have more; problems are collected by ``read``."""
    return {
        "environment": read.text("PLATFORM_ENVIRONMENT"),
        "run_bucket": read.text("RUN_BUCKET"),
        "plan_key": read.text("TRAINING_PLAN_KEY"),
    }


def run_of(event: object) -> TrainingRun:
    """Read the run out of a step's event.

    Raises:
        InvalidEventError: It is missing, or is not what ``begin_training`` replies.
    """
    return events.required(events.fields_of(event), "run", parse_run)


def read_plan(store: RunStore, key: str) -> TrainingPlan:
    """Read the plan.

    Raises:
        RunNotFoundError: There is none under the key.
        RunCorruptError: It is no plan.
    """
    try:
        return parse_plan(store.need(key))
    except ValueError as error:
        raise RunCorruptError(f"s3://{store.bucket}/{key}: {error}") from error
