"""Environment of `run_work`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lambdas.clients.endpoints import Target
from lambdas.environment import EnvironmentReader
from lambdas.work.settings import VARIABLES as WORK_VARIABLES
from lambdas.work.settings import WorkSettings, read_work_settings

VARIABLES: Final = (*WORK_VARIABLES, "ENDPOINT_NAME", "COMPONENT_NAME", "WORKERS")
MOST_WORKERS: Final = 32


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the stack decided.

    Attributes:
        work: What every function of the theme is told.
        target: What predicts in the own Region.
        workers: Predictions under way at once.
    """

    work: WorkSettings
    target: Target
    workers: int

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
            workers=read.whole_number("WORKERS", 1, MOST_WORKERS),
        )
        read.check()
        return settings
