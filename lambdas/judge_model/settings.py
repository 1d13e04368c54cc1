"""Environment of `judge_model`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lambdas.environment import EnvironmentReader

VARIABLES: Final = ("PLATFORM_ENVIRONMENT", "RUN_BUCKET", "TRAINING_PLAN_KEY")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the stack decided; `plan_key` is where the plan lies in the run bucket."""

    environment: str
    run_bucket: str
    plan_key: str

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the variables.

        Raises:
            InvalidEnvironmentError: Names every variable that is missing or not accepted.
        """
        read = EnvironmentReader(environ)
        settings = cls(
            environment=read.text("PLATFORM_ENVIRONMENT"),
            run_bucket=read.text("RUN_BUCKET"),
            plan_key=read.text("TRAINING_PLAN_KEY"),
        )
        read.check()
        return settings
