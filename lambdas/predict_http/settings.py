"""Environment of `predict_http`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.prediction import limits
from lambdas.environment import EnvironmentReader
from lambdas.models.settings import (
    VARIABLES as MODEL_VARIABLES,
)
from lambdas.models.settings import (
    ModelSettings,
    key_prefix,
    may_be_empty,
    model_name,
    read_model_settings,
    switch,
)

VARIABLES: Final = (
    *MODEL_VARIABLES,
    "DEFAULT_MODEL",
    "MAX_ROWS",
    "ASYNC_PREFIX",
    "ASYNC_RETENTION_HOURS",
    "MAX_ASYNC_MB",
    "WORKER_FUNCTION",
    "PRELOAD",
)
PREFIX: Final = "a prefix of keys such as predictions/"
MAX_RETENTION_HOURS: Final = 24 * 30


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the stack decided.

    Attributes:
        models: Where models lie and how they are kept.
        default_model: The model of a request that names none.
        max_rows: Rows of one synchronous call.
        async_prefix: Where asynchronous requests and results lie; ends with a slash.
        retention_s: How long a result can be asked for, in seconds; the bucket's lifecycle removes it afterwards.
        max_async_bytes: Body of one asynchronous call.
        worker_function: Name or ARN of the function that computes them; empty without asynchronous calls.
        preload: Whether the default model is loaded while the environment starts.
    """

    models: ModelSettings
    default_model: str
    max_rows: int
    async_prefix: str
    retention_s: int
    max_async_bytes: int
    worker_function: str
    preload: bool

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the variables.

        Raises:
            InvalidEnvironmentError: Names every variable that is missing or not accepted.
        """
        read = EnvironmentReader(environ)
        settings = cls(
            models=read_model_settings(read, environ),
            default_model=read.converted("DEFAULT_MODEL", "a model's name", model_name, ""),
            max_rows=read.whole_number("MAX_ROWS", 1, limits.MAX_ROWS),
            async_prefix=read.converted("ASYNC_PREFIX", PREFIX, key_prefix, ""),
            retention_s=read.whole_number("ASYNC_RETENTION_HOURS", 1, MAX_RETENTION_HOURS) * 3600,
            max_async_bytes=read.whole_number("MAX_ASYNC_MB", 1, limits.MAX_BODY_BYTES // limits.MEBIBYTE)
            * limits.MEBIBYTE,
            worker_function=may_be_empty(read, environ, "WORKER_FUNCTION", "a function; empty without such calls"),
            preload=read.converted("PRELOAD", "true or false", switch, False),
        )
        read.check()
        return settings
