"""Environment of `run_work`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lambdas.clients.endpoints import Target
from lambdas.environment import EnvironmentReader
from lambdas.work.settings import VARIABLES as WORK_VARIABLES
from lambdas.work.settings import WorkSettings, read_work_settings

VARIABLES: Final = (*WORK_VARIABLES, "ENDPOINT_NAME", "COMPONENT_NAME")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the stack decided; `target` is what predicts in the own Region."""

    work: WorkSettings
    target: Target

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the variables.

        Raises:
            InvalidEnvironmentError: Names every variable that is missing or not accepted.
        """
        read = EnvironmentReader(environ)
        settings = cls(
            work=read_work_settings(read),
            target=Target(read.text("ENDPOINT_NAME"), environ.get("COMPONENT_NAME") or None),
        )
        read.check()
        return settings
