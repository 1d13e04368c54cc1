"""Environment of `evaluate_model`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lambdas.environment import EnvironmentReader
from lambdas.models.settings import may_be_empty

VARIABLES: Final = ("PLATFORM_ENVIRONMENT", "RUN_BUCKET", "TRAINING_PLAN_KEY", "SIGNING_KEY_ARN")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the stack decided.

    Attributes:
        environment: The environment's name.
        run_bucket: Holds the runs and the packages.
        plan_key: Where the plan lies in it.
        signing_key_arn: KMS key that signed every package; empty when packages are not signed.
    """

    environment: str
    run_bucket: str
    plan_key: str
    signing_key_arn: str

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the variables.

        Raises:
            InvalidEnvironmentError: Names every variable that is missing or not accepted.
        """
        read = EnvironmentReader(environ)
        settings = cls(
            environment=read.text("PLATFORM_ENVIRONMENT"),
            run_bucket=read.text("RUN_BUCKET"),
            plan_key=read.text("TRAINING_PLAN_KEY"),
            signing_key_arn=may_be_empty(
                read, environ, "SIGNING_KEY_ARN", "an ARN; empty when packages are not signed"
            ),
        )
        read.check()
        return settings
