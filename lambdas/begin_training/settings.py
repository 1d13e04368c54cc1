"""Environment of ``begin_training``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.training.start import DataPlace
from lambdas.environment import EnvironmentReader

VARIABLES: Final = ("PLATFORM_ENVIRONMENT", "RUN_BUCKET", "TRAINING_PLAN_KEY", "DATA_BUCKET", "DATA_PREFIX")


@dataclass(frozen=True)
class Settings:
    """What the stack decided.

    Attributes:
        environment: ``sandbox``, ``staging`` or ``prod``.
        run_bucket: Where runs lie.
        plan_key: Key of the plan in that bucket.
        place: Where data arrives.
    """

    environment: str
    run_bucket: str
    plan_key: str
    place: DataPlace

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Settings:
        """Read the variables.

        Raises:
            InvalidEnvironmentError: Names every variable that is missing or not accepted.
        """
        read = EnvironmentReader(environ)
        settings = cls(
            environment=read.text("PLATFORM_ENVIRONMENT"),
            run_bucket=read.text("RUN_BUCKET"),
            plan_key=read.text("TRAINING_PLAN_KEY"),
            place=DataPlace(
                read.text("DATA_BUCKET"),
                read.converted("DATA_PREFIX", "a prefix that ends with a slash", _prefix, ""),
            ),
        )
        read.check()
        return settings


def _prefix(raw: str) -> str:
    if not raw.endswith("/") or raw.startswith("/"):
        raise ValueError(raw)
    return raw
