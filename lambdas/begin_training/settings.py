"""Environment of ``begin_training``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.training.start import DataPlace
from lambdas.environment import EnvironmentReader
from lambdas.pipeline.step import VARIABLES as STEP_VARIABLES
from lambdas.pipeline.step import StepSettings, step_fields

VARIABLES: Final = (*STEP_VARIABLES, "DATA_BUCKET", "DATA_PREFIX")


@dataclass(frozen=True, kw_only=True)
class Settings(StepSettings):
    """What the stack decided; ``place`` is where data arrives."""

    place: DataPlace

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Settings:
        """Read the variables.

        Raises:
            InvalidEnvironmentError: Names every variable that is missing or not accepted.
        """
        read = EnvironmentReader(environ)
        settings = cls(
            **step_fields(read),
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
