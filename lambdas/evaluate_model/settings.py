"""Environment of `evaluate_model`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lambdas.environment import EnvironmentReader
from lambdas.models.settings import may_be_empty, package_bytes
from lambdas.pipeline.step import VARIABLES as STEP_VARIABLES
from lambdas.pipeline.step import StepSettings, step_fields

VARIABLES: Final = (*STEP_VARIABLES, "SIGNING_KEY_ARN", "MAX_PACKAGE_MB")


@dataclass(frozen=True, kw_only=True)
class Settings(StepSettings):
    """What the stack decided.

    Attributes:
        signing_key_arn: KMS key that signed every package; empty when packages are not signed.
        max_package_bytes: Most bytes that a model, new or in service, may unpack to.
    """

    signing_key_arn: str
    max_package_bytes: int

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the variables.

        Raises:
            InvalidEnvironmentError: Names every variable that is missing or not accepted.
        """
        read = EnvironmentReader(environ)
        settings = cls(
            **step_fields(read),
            signing_key_arn=may_be_empty(
                read, environ, "SIGNING_KEY_ARN", "an ARN; empty when packages are not signed"
            ),
            max_package_bytes=package_bytes(read),
        )
        read.check()
        return settings
