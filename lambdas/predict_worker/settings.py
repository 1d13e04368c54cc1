"""Environment of `predict_worker`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lambdas.environment import EnvironmentReader
from lambdas.models.settings import VARIABLES as MODEL_VARIABLES
from lambdas.models.settings import ModelSettings, key_prefix, read_model_settings

VARIABLES: Final = (*MODEL_VARIABLES, "ASYNC_PREFIX")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the stack decided; `async_prefix` is where asynchronous requests and results lie."""

    models: ModelSettings
    async_prefix: str

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the variables.

        Raises:
            InvalidEnvironmentError: Names every variable that is missing or not accepted.
        """
        read = EnvironmentReader(environ)
        settings = cls(
            models=read_model_settings(read, environ),
            async_prefix=read.converted("ASYNC_PREFIX", "a prefix of keys such as predictions/", key_prefix, ""),
        )
        read.check()
        return settings
