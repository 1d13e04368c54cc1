"""Environment of ``complete_batch``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lambdas.environment import EnvironmentReader

VARIABLES: Final = ("TASK_TABLE",)


@dataclass(frozen=True)
class Settings:
    """What the stack decided."""

    task_table: str

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the variables.

        Raises:
            InvalidEnvironmentError: Names every variable that is missing or not accepted.
        """
        read = EnvironmentReader(environ)
        settings = cls(task_table=read.text("TASK_TABLE"))
        read.check()
        return settings
