"""Environment of ``collect``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lambdas.environment import EnvironmentReader

VARIABLES: Final = ("PLATFORM_ENVIRONMENT", "RUN_BUCKET")


@dataclass(frozen=True)
class Settings:
    """What the stack decided."""

    environment: str
    run_bucket: str

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the variables.

        Raises:
            InvalidEnvironmentError: Names every variable that is missing or not accepted.
        """
        read = EnvironmentReader(environ)
        settings = cls(environment=read.text("PLATFORM_ENVIRONMENT"), run_bucket=read.text("RUN_BUCKET"))
        read.check()
        return settings
