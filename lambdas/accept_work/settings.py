"""Environment of `accept_work`: what every function of the theme is told."""

from collections.abc import Mapping

from lambdas.environment import EnvironmentReader
from lambdas.work.settings import VARIABLES, WorkSettings, read_work_settings

__all__ = ["VARIABLES", "WorkSettings", "read_settings"]


def read_settings(environ: Mapping[str, str]) -> WorkSettings:
    """Read the variables.

    Raises:
        InvalidEnvironmentError: Names every variable that is missing or not accepted.
    """
    read = EnvironmentReader(environ)
    settings = read_work_settings(read)
    read.check()
    return settings
