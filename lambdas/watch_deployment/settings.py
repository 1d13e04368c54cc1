"""Environment of ``watch_deployment``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lambdas.deployments.settings import Place, read_place
from lambdas.environment import EnvironmentReader

VARIABLES: Final = ("RUN_BUCKET", "MODEL_ROLE_ARN", "KEY_ARN", "SUBNETS", "SECURITY_GROUPS", "TAGS")


@dataclass(frozen=True)
class Settings:
    """What the stack decided."""

    place: Place

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the variables.

        Raises:
            InvalidEnvironmentError: Names every variable that is missing or not accepted.
        """
        read = EnvironmentReader(environ)
        settings = cls(place=read_place(read))
        read.check()
        return settings
