"""Environment of ``sweep_batch``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lambdas.environment import EnvironmentReader

VARIABLES: Final = ("PLATFORM_ENVIRONMENT", "TASK_TABLE", "MIN_AGE_S")
MAX_AGE_S: Final = 86_400


@dataclass(frozen=True)
class Settings:
    """What the stack decided; a token younger than ``min_age_s`` (seconds) may have no job yet."""

    environment: str
    task_table: str
    min_age_s: float

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the variables.

        Raises:
            InvalidEnvironmentError: Names every variable that is missing or not accepted.
        """
        read = EnvironmentReader(environ)
        settings = cls(
            environment=read.text("PLATFORM_ENVIRONMENT"),
            task_table=read.text("TASK_TABLE"),
            min_age_s=read.number("MIN_AGE_S", 0, MAX_AGE_S),
        )
        read.check()
        return settings
